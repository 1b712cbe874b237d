package io.millrace.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of state that was damaged, or is somebody else's, or was restored in part: on a real broker. */
@ExtendWith(NoNativeLeaks.class)
class StateDamageIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int KEYS = 3_000;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String applicationId;
    private Path task;

    enum Damage {
        CURRENT_IS_GONE(".broken-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                Files.delete(task.resolve("rocksdb/CURRENT"));
            }
        },
        MANIFEST_IS_CUT_OFF(".broken-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                for (Path manifest : databaseFiles(task, "MANIFEST")) {
                    Files.write(manifest, Arrays.copyOf(Files.readAllBytes(manifest), 10));
                }
            }
        },
        TABLES_ARE_GONE(".broken-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                for (Path table : databaseFiles(task, ".sst")) {
                    Files.delete(table);
                }
            }
        },
        IDENTITY_IS_CUT_OFF(".broken-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                Files.writeString(task.resolve("millrace.properties"), "form");
            }
        },
        FILE_INSTEAD_OF_DATABASE(".broken-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                Files.move(task.resolve("rocksdb"), task.resolve("elsewhere"));
                Files.writeString(task.resolve("rocksdb"), "x");
            }
        },
        FROM_ANOTHER_APPLICATION(".foreign-1") {
            @Override
            void inflictOn(Path task) throws IOException {
                Path identity = task.resolve("millrace.properties");
                Files.writeString(
                        identity, Files.readString(identity).replaceAll("application=.*", "application=other"));
            }
        };

        private final String ending;

        Damage(String ending) {
            this.ending = ending;
        }

        abstract void inflictOn(Path task) throws IOException;
    }

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.OUTPUT, 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start(TestInfo test) {
        applicationId = test.getTestMethod().orElseThrow().getName() + "-"
                + test.getDisplayName().replaceAll("[^A-Za-z0-9]", "");
        task = stateDirectory.resolve(applicationId).resolve("0_0");
        broker.createTopic(applicationId + "-in", 1);
    }

    @ParameterizedTest
    @EnumSource
    void unusableStateIsSetAsideAndRebuiltFromTheChangelog(Damage damage) throws IOException {
        Map<String, Long> before = fill();
        damage.inflictOn(task);
        Restores restores = new Restores();

        try (KafkaStreams streams = open(stateDirectory, restores)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            assertThat(counts(streams)).isEqualTo(before);
            assertThat(setAside(streams)).isEqualTo(1L);
        }
        assertThat(task.resolveSibling("0_0" + damage.ending)).exists();
        assertThat(restores.starts).singleElement().asString().startsWith("0-");
    }

    @Test
    void soundStateIsUsedAsItIs() {
        Map<String, Long> before = fill();
        Restores restores = new Restores();

        try (KafkaStreams streams = open(stateDirectory, restores)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            assertThat(counts(streams)).isEqualTo(before);
            assertThat(setAside(streams)).isEqualTo(0L);
        }
        assertThat(restores.starts).isEmpty();
    }

    @Test
    void damageThatShowsWhileARecordIsProcessedIsRepairedWithoutTheLossOfAThread() throws IOException {
        Map<String, Long> before = fill();
        spoilTheContents();

        try (KafkaStreams streams = open(stateDirectory, new Restores())) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);
            Set<String> threads = threads(streams);
            send(List.of("key-0"));

            await(() -> counts(streams).get("key-0") == 2L);

            before.put("key-0", 2L);
            assertThat(counts(streams)).isEqualTo(before);
            assertThat(threads(streams)).isEqualTo(threads);
            assertThat(setAside(streams)).isEqualTo(1L);
        }
        assertThat(task.resolveSibling("0_0.broken-1")).exists();
    }

    @Test
    void aRestoreThatWasCutOffGoesOnWhereItWas() {
        Map<String, Long> before = fill();
        Path elsewhere = stateDirectory.resolve("elsewhere");
        Restores cutOff = new Restores();
        cutOff.batchesUntilFailure.set(2);
        try (KafkaStreams streams = open(elsewhere, cutOff)) {
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
        assertThat(cutOff.restored.get()).isPositive().isLessThan(KEYS);
        Restores next = new Restores();

        try (KafkaStreams streams = open(elsewhere, next)) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);

            assertThat(counts(streams)).isEqualTo(before);
            assertThat(setAside(streams)).isEqualTo(0L);
        }
        assertThat(next.starts).singleElement().asString().startsWith(cutOff.restored.get() + "-");
        assertThat(next.restored.get()).isEqualTo(KEYS - cutOff.restored.get());
    }

    /** Counts every key once, and answers with what is in the store then. */
    private Map<String, Long> fill() {
        send(Stream.iterate(0, i -> i + 1).limit(KEYS).map(i -> "key-" + i).toList());
        try (KafkaStreams streams = open(stateDirectory, new Restores())) {
            await(() -> counts(streams).size() == KEYS);
            return counts(streams);
        }
    }

    /** Changes bytes in the middle of what the store keeps: nothing that is looked at when the database is opened. */
    private void spoilTheContents() throws IOException {
        for (Path table : databaseFiles(task, ".sst")) {
            byte[] content = Files.readAllBytes(table);
            if (new String(content, ISO_8859_1).contains("store:" + CountingTopology.STORE)) {
                Arrays.fill(content, 0, 100, (byte) 0x5a);
                Files.write(table, content);
            }
        }
    }

    private static List<Path> databaseFiles(Path task, String part) throws IOException {
        try (Stream<Path> files = Files.list(task.resolve("rocksdb"))) {
            return files.filter(file -> file.getFileName().toString().contains(part))
                    .toList();
        }
    }

    private KafkaStreams open(Path directory, StateRestoreListener listener) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.restoreConsumerPrefix("max.poll.records"), 500);
        KafkaStreams streams = new KafkaStreams(CountingTopology.build(applicationId + "-in"), properties);
        streams.setGlobalStateRestoreListener(listener);
        streams.start();
        return streams;
    }

    private static Map<String, Long> counts(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, Long> store = streams.store(
                StoreQueryParameters.fromNameAndType(CountingTopology.STORE, QueryableStoreTypes.keyValueStore()));
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
        }
        return counts;
    }

    private static Set<String> threads(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
    }

    private static Object setAside(KafkaStreams streams) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("state-set-aside-total"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .metricValue();
    }

    private void send(List<String> keys) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            keys.forEach(key -> producer.send(new ProducerRecord<>(applicationId + "-in", key, "value")));
        }
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** Notes what is restored, and fails after some batches if it is told to. */
    private static final class Restores implements StateRestoreListener {

        private final List<String> starts = new CopyOnWriteArrayList<>();
        private final AtomicInteger batchesUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicLong restored = new AtomicLong();

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
            starts.add(startingOffset + "-" + endingOffset);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
            restored.addAndGet(numRestored);
            if (batchesUntilFailure.decrementAndGet() == 0) {
                throw new IllegalStateException("The test stops here");
            }
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {}
    }
}
