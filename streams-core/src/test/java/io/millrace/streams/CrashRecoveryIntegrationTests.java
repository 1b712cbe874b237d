package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worst moment to stop: outputs and changelog entries are in the log, the input positions are not. The records are processed
 * again; what their first processing left in the changelog must not count.
 */
@ExtendWith(NoNativeLeaks.class)
class CrashRecoveryIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private String applicationId;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.INPUT, 1);
        broker.createTopic(CountingTopology.OUTPUT, 1);
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
    void recordsProcessedAgainAreCountedOnceWithTheDiskIntact() {
        stopBetweenChangelogAndPositions(stateDirectory);

        assertThat(countAfterRestart(stateDirectory)).isEqualTo(15);
    }

    @Test
    void recordsProcessedAgainAreCountedOnceWithTheDiskLost() {
        stopBetweenChangelogAndPositions(stateDirectory.resolve("lost"));

        assertThat(countAfterRestart(stateDirectory.resolve("new"))).isEqualTo(15);
    }

    @Test
    void recordsOfTheVeryFirstCommitAreCountedOnce() {
        AtomicInteger allowed = new AtomicInteger(1);
        send(5);
        try (KafkaStreams streams = new KafkaStreams(
                CountingTopology.build(), properties(stateDirectory), clients(() -> allowed.getAndDecrement() <= 0))) {
            streams.start();
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
        send(10);

        assertThat(countAfterRestart(stateDirectory)).isEqualTo(15);
    }

    /** Commits ten records of the test's key, then processes five more and fails to commit them. */
    private void stopBetweenChangelogAndPositions(Path directory) {
        AtomicBoolean refuseCommits = new AtomicBoolean();
        send(10);
        try (KafkaStreams streams =
                new KafkaStreams(CountingTopology.build(), properties(directory), clients(refuseCommits::get))) {
            streams.start();
            await(() -> count(streams) == 10 && committed(streams) > 0);
            refuseCommits.set(true);
            send(5);
            await(() -> streams.state() == KafkaStreams.State.ERROR);
        }
    }

    private static long committed(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.committedOffsets().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private long countAfterRestart(Path directory) {
        try (KafkaStreams streams = new KafkaStreams(CountingTopology.build(), properties(directory))) {
            streams.start();
            await(() -> streams.state() == KafkaStreams.State.RUNNING && count(streams) >= 15);
            return count(streams);
        }
    }

    private long count(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, Long> store = streams.store(
                StoreQueryParameters.fromNameAndType(CountingTopology.STORE, QueryableStoreTypes.keyValueStore()));
        Long count = store.get(applicationId);
        return count == null ? 0 : count;
    }

    private Properties properties(Path directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        return properties;
    }

    private void send(int records) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(CountingTopology.INPUT, applicationId, "value"));
            }
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** Real clients, of which the main consumer refuses to commit when told so. */
    private static KafkaClientSupplier clients(BooleanSupplier refuses) {
        return new KafkaClientSupplier() {
            @Override
            public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
                return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            }

            @Override
            @SuppressWarnings("unchecked")
            public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
                Consumer<byte[], byte[]> real = getRestoreConsumer(config);
                return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                        Consumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("commitSync") && refuses.getAsBoolean()) {
                                throw new KafkaException("The test stops here");
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }

            @Override
            public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
                return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            }

            @Override
            public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
                return getRestoreConsumer(config);
            }
        };
    }
}
