package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.state.KeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a processor threw at is processed by whoever has the task next. */
@ExtendWith(NoNativeLeaks.class)
class ReplacedThreadIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private String name;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        name = Integer.toHexString(test.getDisplayName().hashCode())
                + test.getTestMethod().orElseThrow().getName();
        broker.createTopic(name, 1);
        broker.createTopic(name + "-out", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2})
    void aReplacedThreadProcessesTheRecordAgain(String guarantee) {
        AtomicInteger failures = new AtomicInteger();
        try (KafkaStreams streams = start("one", guarantee, failures, StreamThreadExceptionResponse.REPLACE_THREAD)) {
            send(3);

            await(() -> output().contains(3L));

            assertThat(failures).hasValue(1);
            assertOutput(guarantee);
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2})
    void anotherInstanceProcessesTheRecordAgain(String guarantee) {
        AtomicInteger failures = new AtomicInteger();
        send(3);
        try (KafkaStreams failing = start("one", guarantee, failures, StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
                KafkaStreams next = start("two", guarantee, failures, StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            await(() -> output().contains(3L));

            assertThat(failures).hasValue(1);
            assertOutput(guarantee);
            await(() -> failing.state() == KafkaStreams.State.ERROR ^ next.state() == KafkaStreams.State.ERROR);
        }
    }

    /** Every record is counted once; at least once, a result may be sent twice. */
    private void assertOutput(String guarantee) {
        if (guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            assertThat(output()).containsExactly(1L, 2L, 3L);
        } else {
            assertThat(output()).containsSubsequence(1L, 2L, 3L).containsOnly(1L, 2L, 3L);
        }
    }

    /** Counts, and fails once, at the second record. */
    private KafkaStreams start(
            String instance, String guarantee, AtomicInteger failures, StreamThreadExceptionResponse response) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(name, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts"))
                .toStream()
                .peek((key, count) -> {
                    if (count == 2 && failures.compareAndSet(0, 1)) {
                        throw new IllegalStateException("This record fails once");
                    }
                })
                .to(name + "-out", Produced.with(Serdes.String(), Serdes.Long()));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(instance).toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 100);
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.setUncaughtExceptionHandler(error -> response);
        streams.start();
        return streams;
    }

    private void send(int records) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(name, "key", "value"));
            }
        }
    }

    /** All counts that can be read. */
    private List<Long> output() {
        TopicPartition partition = new TopicPartition(name + "-out", 0);
        List<Long> counts = new ArrayList<>();
        try (KafkaConsumer<String, Long> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new LongDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> counts.add(record.value()));
            }
        }
        return counts;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }
}
