package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records that cannot be read, in topics of the user's from which tables are restored. On a real broker. */
@ExtendWith(NoNativeLeaks.class)
class UnreadableTableIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String STORE = "prices-store";

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String name;
    private String topic;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void sendPrices(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        topic = name + "-prices";
        broker.createTopic(topic, 1);
        broker.createTopic(name + "-dead", 1);
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            send(producer, "a", new IntegerSerializer().serialize(topic, 1), 10);
            send(producer, "b", new IntegerSerializer().serialize(topic, 2), 20);
            send(producer, "b", new byte[] {1, 2, 3}, 30);
            send(producer, "c", new IntegerSerializer().serialize(topic, 3), 40);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What is missing is seen in the table.
    private void send(KafkaProducer<String, byte[]> producer, String key, byte[] value, long timestampMs) {
        producer.send(new ProducerRecord<>(topic, 0, timestampMs, key, value));
    }

    @Test
    void tableIsRestoredWithoutThemIfTheHandlerSaysToGoOn() throws Exception {
        processAndLoseTheDisk();

        try (KafkaStreams streams = start(table(), "second", LogAndContinueExceptionHandler.class)) {
            await(() -> rows(streams).equals(Map.of("a", "1@11", "b", "2@21", "c", "3@41")));

            assertThat(dropped(streams)).isEqualTo(1.0);
        }
        // It went there when it was processed.
        assertThat(deadLetters()).isEqualTo(1);
    }

    @Test
    void restoreFailsIfTheHandlerSaysSo() throws Exception {
        processAndLoseTheDisk();
        AtomicReference<Throwable> failure = new AtomicReference<>();

        try (KafkaStreams streams = client(table(), "second", LogAndFailExceptionHandler.class)) {
            streams.setUncaughtExceptionHandler(thrown -> {
                failure.set(thrown);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }

        assertThat(failure.get())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("topic=" + topic + " partition=0 offset=2")
                .hasMessageContaining("LogAndContinueExceptionHandler");
    }

    @Test
    void globalTableIsFilledWithoutThemIfTheHandlerSaysToGoOn() {
        try (KafkaStreams streams = start(globalTable(), "first", LogAndContinueExceptionHandler.class)) {
            assertThat(rows(streams)).isEqualTo(Map.of("a", "1@11", "b", "2@21", "c", "3@41"));
            assertThat(dropped(streams)).isEqualTo(1.0);
        }
    }

    @Test
    void globalTableFailsTheStartIfTheHandlerSaysSo() {
        try (KafkaStreams streams = client(globalTable(), "first", LogAndFailExceptionHandler.class)) {
            assertThatThrownBy(streams::start)
                    .isInstanceOf(StreamsException.class)
                    .hasStackTraceContaining("topic=" + topic + " partition=0 offset=2");
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
    }

    /** The times of the table are not those of its records, to see that these are restored as well. */
    private void processAndLoseTheDisk() throws Exception {
        try (KafkaStreams streams = start(table(), "first", LogAndContinueExceptionHandler.class)) {
            await(() -> rows(streams).equals(Map.of("a", "1@11", "b", "2@21", "c", "3@41")));
        }
        assertThat(deadLetters()).isEqualTo(1);
    }

    private Topology table() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(topic, consumed(), Materialized.as(STORE));
        Properties properties = new Properties();
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        return builder.build(properties);
    }

    private Topology globalTable() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(topic, consumed(), Materialized.as(STORE));
        return builder.build();
    }

    private static Consumed<String, Integer> consumed() {
        return Consumed.with(Serdes.String(), Serdes.Integer())
                .withTimestampExtractor(
                        (ConsumerRecord<Object, Object> record, long partitionTimeMs) -> record.timestamp() + 1);
    }

    private KafkaStreams start(
            Topology topology, String directory, Class<? extends DeserializationExceptionHandler> handler) {
        KafkaStreams streams = client(topology, directory, handler);
        streams.start();
        return streams;
    }

    private KafkaStreams client(
            Topology topology, String directory, Class<? extends DeserializationExceptionHandler> handler) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(directory).toString());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, handler);
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, name + "-dead");
        return new KafkaStreams(topology, config);
    }

    private static Map<String, String> rows(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, ValueAndTimestamp<Integer>> store = streams.store(
                StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.timestampedKeyValueStore()));
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<String, ValueAndTimestamp<Integer>> all = store.all()) {
            all.forEachRemaining(row -> rows.put(row.key, row.value.value() + "@" + row.value.timestamp()));
        }
        return rows;
    }

    private static double dropped(KafkaStreams streams) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }

    private long deadLetters() throws Exception {
        TopicPartition dead = new TopicPartition(name + "-dead", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listOffsets(Map.of(dead, OffsetSpec.latest()))
                    .partitionResult(dead)
                    .get()
                    .offset();
        }
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }
}
