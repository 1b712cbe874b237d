package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A table whose topic is its changelog too, on a real broker. */
@ExtendWith(NoNativeLeaks.class)
class SourceTopicChangelogIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String TOPIC = "prices";
    private static final String STORE = "prices-store";

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(TOPIC, 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theTableComesBackFromItsTopicWhenTheDiskIsLost() throws ExecutionException, InterruptedException {
        send("a", "1", 10);
        send("b", "2", 20);
        send("a", "3", 30);
        send("b", null, 40);
        AtomicLong restored = new AtomicLong();
        try (KafkaStreams streams = start("first", restored)) {
            await(() -> rows(streams).equals(Map.of("a", "3@30")));
            assertThat(restored).hasValue(0);
        }

        try (KafkaStreams streams = start("first", restored)) {
            await(() -> rows(streams).equals(Map.of("a", "3@30")));
            assertThat(restored).hasValue(0);
        }
        try (KafkaStreams streams = start("second", restored)) {
            await(() -> rows(streams).equals(Map.of("a", "3@30")));
            assertThat(restored).hasPositiveValue();
            send("c", "4", 50);
            await(() -> rows(streams).equals(Map.of("a", "3@30", "c", "4@50")));
        }
        assertThat(topics()).contains(TOPIC).noneMatch(topic -> topic.endsWith("-changelog"));
    }

    private KafkaStreams start(String directory, AtomicLong restored) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "pricing");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(directory).toString());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(TOPIC, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as(STORE));
        KafkaStreams streams = new KafkaStreams(builder.build(config), config);
        streams.setGlobalStateRestoreListener(new CountingListener(restored));
        streams.start();
        return streams;
    }

    private static Map<String, String> rows(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, ValueAndTimestamp<String>> store = streams.store(
                StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.timestampedKeyValueStore()));
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<String, ValueAndTimestamp<String>> all = store.all()) {
            all.forEachRemaining(row -> rows.put(row.key, row.value.value() + "@" + row.value.timestamp()));
        }
        return rows;
    }

    private static void send(String key, @Nullable String value, long timestampMs)
            throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, timestampMs, key, value))
                    .get();
        }
    }

    private static Set<String> topics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    private record CountingListener(AtomicLong restored) implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
            restored.addAndGet(numRestored);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {}
    }
}
