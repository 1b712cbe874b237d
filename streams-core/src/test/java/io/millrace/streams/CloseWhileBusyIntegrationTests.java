package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateRestoreListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A close waits for the user's code, and may be called by it. */
@ExtendWith(NoNativeLeaks.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseWhileBusyIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private String input;
    private String application;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTopics(TestInfo test) {
        application = "busy-" + Integer.toHexString(test.getDisplayName().hashCode());
        input = application + "-input";
        broker.createTopic(input, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2})
    void codeThatTakesLongerThanARequestIsWaitedForAndItsWorkIsCommitted(String guarantee) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(input)
                .peek((key, value) -> {
                    reached.countDown();
                    await(slow, REQUEST_TIMEOUT_MS * 3 / 2);
                })
                .to(input + "-out");
        broker.createTopic(input + "-out", 1);
        send(input);
        KafkaStreams streams = client(builder, guarantee);
        streams.start();
        assertThat(reached.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        boolean ended = streams.close(DEADLINE);

        assertThat(ended).isTrue();
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void aRestoreListenerMayClose() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(input, Materialized.as("table"));
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        send(input);
        try (KafkaStreams first = client(builder, StreamsConfig.AT_LEAST_ONCE)) {
            first.start();
            Awaitility.await().atMost(DEADLINE).until(() -> committed() == 1);
        }
        KafkaStreams streams = client(builder, StreamsConfig.AT_LEAST_ONCE);
        streams.cleanUp();
        streams.setGlobalStateRestoreListener(new ClosingListener(streams, closed));
        streams.start();

        Awaitility.await().atMost(DEADLINE).until(() -> streams.state() == State.NOT_RUNNING);
        assertThat(closed).isCompletedWithValue(false);
    }

    @Test
    void theRestoreListenerOfAGlobalStoreMayClose() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(input, Materialized.as("table"));
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        send(input);
        KafkaStreams streams = client(builder, StreamsConfig.AT_LEAST_ONCE);
        streams.setGlobalStateRestoreListener(new ClosingListener(streams, closed));
        streams.start();

        Awaitility.await().atMost(DEADLINE).until(() -> streams.state() == State.NOT_RUNNING);
        assertThat(closed).isCompletedWithValue(false);
    }

    private static final class ClosingListener implements StateRestoreListener {

        private final KafkaStreams streams;
        private final CompletableFuture<Boolean> closed;

        private ClosingListener(KafkaStreams streams, CompletableFuture<Boolean> closed) {
            this.streams = streams;
            this.closed = closed;
        }

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            closed.complete(streams.close(DEADLINE.multipliedBy(2)));
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {}
    }

    private KafkaStreams client(StreamsBuilder builder, String guarantee) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return new KafkaStreams(builder.build(), config);
    }

    private long committed() throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            // Stable: the end of a transaction takes a moment to reach the positions in it.
            OffsetAndMetadata position = admin.listConsumerGroupOffsets(
                            application, new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(input, 0));
            return position == null ? -1 : position.offset();
        }
    }

    private static void await(CountDownLatch latch, long timeoutMs) {
        try {
            assertThat(latch.await(timeoutMs, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(String topic) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value"));
        }
    }
}
