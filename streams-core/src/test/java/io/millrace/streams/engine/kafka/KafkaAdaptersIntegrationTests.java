package io.millrace.streams.engine.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.engine.log.RecordSource.AssignmentListener;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reading, writing and committing through the adapters on a real broker. */
class KafkaAdaptersIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final TopicPartition INPUT = new TopicPartition("in", 0);
    private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);
    private static final TaskId TASK = new TaskId(0, 0);
    private static final SendOrigin ORIGIN =
            new SendOrigin(TASK, "SINK", new RecordOrigin("in", 0, 0, 0, new RecordHeaders(), null, null));

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic("in", 1);
        broker.createTopic("out", 2);
        broker.createTopic("changelog", 1);
        try (ProducerSink sink = sink()) {
            for (int i = 0; i < 10; i++) {
                sink.send(new ProducerRecord<>("in", 0, 1000L + i, bytes("k" + i), bytes("v" + i)), ORIGIN);
            }
            sink.flush();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theNextMemberGoesOnWhereTheLastOneCommitted() {
        LogPosition committed = new LogPosition(4L, new CommitMetadata(1003L, Map.of()).encode());
        try (ConsumerSource first = source("handover");
                ProducerSink sink = sink()) {
            assertThat(offsets(first, 10)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            sink.append(CHANGELOG, bytes("k"), bytes("v"), 1L, null, TASK);
            sink.send(new ProducerRecord<>("out", bytes("k"), bytes("v")), ORIGIN);

            Map<TopicPartition, Long> changelogs =
                    new OffsetCommit(first, sink).publish(ends -> Map.of(INPUT, committed));

            assertThat(changelogs.get(CHANGELOG)).isPositive();
        }

        try (ConsumerSource second = source("handover")) {
            assertThat(offsets(second, 6)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
            assertThat(second.committed(Set.of(INPUT))).isEqualTo(Map.of(INPUT, committed));
        }
    }

    @Test
    void aPositionBeforeTheLogIsResetAsTheTopicSays() {
        try (ConsumerSource first = source("reset");
                ProducerSink sink = sink()) {
            offsets(first, 1);
            new OffsetCommit(first, sink).publish(ends -> Map.of(INPUT, new LogPosition(1_000_000L, "")));
        }

        try (ConsumerSource second = source("reset")) {
            assertThat(offsets(second, 10)).startsWith(0L).endsWith(9L);
        }
    }

    @Test
    void changelogOffsetsGoUpWithWhatIsAppended() {
        try (ConsumerSource source = source("appending");
                ProducerSink sink = sink()) {
            OffsetCommit commit = new OffsetCommit(source, sink);
            sink.append(CHANGELOG, bytes("a"), bytes("1"), 1L, null, TASK);
            long first = commit.publish(ends -> Map.of()).get(CHANGELOG);
            sink.append(CHANGELOG, bytes("a"), null, 2L, null, TASK);
            sink.append(CHANGELOG, bytes("b"), bytes("2"), 3L, null, TASK);

            assertThat(commit.publish(ends -> Map.of())).isEqualTo(Map.of(CHANGELOG, first + 2));
            assertThat(commit.publish(ends -> Map.of())).isEmpty();
        }
    }

    @Test
    void theSinkKnowsHowManyPartitionsATopicHas() {
        try (ProducerSink sink = sink()) {
            assertThat(sink.partitionCount("out")).isEqualTo(2);
        }
    }

    private static List<Long> offsets(ConsumerSource source, int count) {
        List<Long> offsets = new ArrayList<>();
        source.subscribe(Set.of("in"), new NoListener());
        Awaitility.await().atMost(DEADLINE).until(() -> {
            source.poll(WAIT).records(INPUT).stream()
                    .map(ConsumerRecord::offset)
                    .forEach(offsets::add);
            return offsets.size() >= count;
        });
        return offsets;
    }

    private static ConsumerSource source(String group) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                group,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "none"));
        return new ConsumerSource(
                "worker-1",
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new OffsetResets(Map.of(), OffsetReset.EARLIEST),
                Duration.ofSeconds(10),
                new SystemClock());
    }

    private static ProducerSink sink() {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        return new ProducerSink(
                "worker-1",
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                new DefaultProductionExceptionHandler(),
                Duration.ofSeconds(10));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final class NoListener implements AssignmentListener {

        @Override
        public void assigned(Collection<TopicPartition> partitions) {}

        @Override
        public void revoked(Collection<TopicPartition> partitions) {}

        @Override
        public void lost(Collection<TopicPartition> partitions) {}
    }
}
