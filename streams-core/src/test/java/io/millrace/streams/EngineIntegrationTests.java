package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real broker: counting, restarting, losing the disk, sharing the work. */
@ExtendWith(NoNativeLeaks.class)
class EngineIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int KEYS = 40;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String applicationId;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.INPUT, 4);
        broker.createTopic(CountingTopology.OUTPUT, 4);
        send(1000);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameApplication(TestInfo test) {
        applicationId = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void countsEveryRecordOnce() {
        try (KafkaStreams streams = start(stateDirectory, 2)) {
            await(() -> total(streams) == sent());

            assertThat(counts(streams)).hasSize(KEYS).containsEntry("key-7", sent() / KEYS);
        }
    }

    @Test
    void continuesAfterACleanCloseWithoutRestoring() {
        try (KafkaStreams streams = start(stateDirectory, 1)) {
            await(() -> total(streams) == sent());
        }
        AtomicLong restored = new AtomicLong();

        try (KafkaStreams streams = start(stateDirectory, 1, restored)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            assertThat(total(streams)).isEqualTo(sent());
            assertThat(restored).hasValue(0);
        }
    }

    @Test
    void comesBackFromTheChangelogWhenTheDiskIsLost() {
        try (KafkaStreams streams = start(stateDirectory.resolve("first"), 1)) {
            await(() -> total(streams) == sent());
        }
        AtomicLong restored = new AtomicLong();

        try (KafkaStreams streams = start(stateDirectory.resolve("second"), 1, restored)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            assertThat(total(streams)).isEqualTo(sent());
            assertThat(restored).hasPositiveValue();
        }
    }

    @Test
    void twoInstancesShareTheWorkAndOneTakesOverWhenTheOtherStops() {
        try (KafkaStreams first = start(stateDirectory.resolve("first"), 1)) {
            await(() -> total(first) == sent());
            try (KafkaStreams second = start(stateDirectory.resolve("second"), 1)) {
                await(() -> activeTasks(first) == 2
                        && activeTasks(second) == 2
                        && first.state() == KafkaStreams.State.RUNNING
                        && second.state() == KafkaStreams.State.RUNNING);

                assertThat(total(first)).isPositive();
                assertThat(total(first) + total(second)).isEqualTo(sent());
            }
            send(400);

            await(() -> activeTasks(first) == 4 && total(first) == sent());

            assertThat(counts(first)).hasSize(KEYS);
        }
    }

    @Test
    void whatIsHeldBackBeyondTheCacheIsPassedOnWithoutACommit() {
        Properties properties = properties(stateDirectory, 1);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Duration.ofHours(1).toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1);
        try (KafkaStreams streams = new KafkaStreams(CountingTopology.build(), properties)) {
            streams.start();

            await(() -> changelogSize() >= KEYS);

            assertThat(streams.metrics().entrySet().stream()
                            .filter(metric -> metric.getKey().group().equals("stream-thread-metrics"))
                            .filter(metric -> metric.getKey().name().equals("commit-total"))
                            .map(metric -> metric.getValue().metricValue()))
                    .containsExactly(0.0);
        }
    }

    private long changelogSize() throws Exception {
        TopicPartition[] partitions = new TopicPartition[4];
        Arrays.setAll(
                partitions, i -> new TopicPartition(applicationId + "-" + CountingTopology.STORE + "-changelog", i));
        Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partitions)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static long activeTasks(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum();
    }

    private KafkaStreams start(Path directory, int threads) {
        return start(directory, threads, new AtomicLong());
    }

    private KafkaStreams start(Path directory, int threads, AtomicLong restored) {
        KafkaStreams streams = new KafkaStreams(CountingTopology.build(), properties(directory, threads));
        streams.setGlobalStateRestoreListener(new CountingRestoreListener(restored));
        streams.start();
        return streams;
    }

    private Properties properties(Path directory, int threads) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        return properties;
    }

    private static final AtomicLong SENT = new AtomicLong();

    private static long sent() {
        return SENT.get();
    }

    private static void send(int records) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(CountingTopology.INPUT, "key-" + i % KEYS, "value"));
            }
        }
        SENT.addAndGet(records);
    }

    private static long total(KafkaStreams streams) {
        return counts(streams).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> counts(KafkaStreams streams) {
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return Map.of();
        }
        ReadOnlyKeyValueStore<String, Long> store = streams.store(
                StoreQueryParameters.fromNameAndType(CountingTopology.STORE, QueryableStoreTypes.keyValueStore()));
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
        }
        return counts;
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    private record CountingRestoreListener(AtomicLong restored) implements StateRestoreListener {

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
