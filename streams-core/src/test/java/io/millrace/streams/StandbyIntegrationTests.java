package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.Stores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, of which one runs the one task there is and the other follows its state, and takes over. */
@ExtendWith(NoNativeLeaks.class)
class StandbyIntegrationTests {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String STORE = "counts";
    private static final int KEYS = 200;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private String applicationId;
    private String input;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameApplication(TestInfo test) {
        applicationId = test.getTestMethod().orElseThrow().getName();
        input = applicationId + "-input";
        broker.createTopic(input, 1);
    }

    @AfterEach
    void closeInstances() {
        instances.forEach(Instance::close);
    }

    @Test
    void aStandbyAnswersStaleQueriesAndTakesOverWithoutARestore() {
        send(0, KEYS);
        Instance active = start("one", count(true), Map.of());
        Instance standby = startStandby("two", count(true), Map.of());

        assertThat(standby.count(7)).isEqualTo(1);
        assertThatExceptionOfType(InvalidStateStoreException.class)
                .isThrownBy(() -> standby.streams
                        .store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()))
                        .get("k7"));
        assertThat(standby.query(StateQueryRequest.inStore(STORE).withQuery(KeyQuery.withKey("k7")))
                        .getResult())
                .isEqualTo(1L);
        assertThat(standby.query(StateQueryRequest.inStore(STORE)
                                .<Long>withQuery(KeyQuery.withKey("k7"))
                                .requireActive())
                        .getFailureReason())
                .isEqualTo(FailureReason.NOT_ACTIVE);
        await(() -> standby.reflects(input, KEYS - 1));
        assertThat(standby.reflects(input, KEYS)).isFalse();
        assertThat(standby.standbyTasks()).containsExactly(new TaskId(0, 0));
        assertThat(active.standbyTasks()).isEmpty();
        assertThat(metric(standby.streams, "standby-updating-tasks")).isEqualTo(1);

        active.close();
        await(() -> standby.runs());
        send(0, KEYS);
        await(() -> standby.count(7) == 2);

        assertThat(standby.restored).hasValue(0);
        assertThat(standby.updates.get(0)).isEqualTo("start 0");
        assertThat(standby.updates).last().asString().startsWith("suspended PROMOTED");
        assertThat(standby.standbyTasks()).isEmpty();
    }

    @Test
    void aTaskGoesBackAndForth() {
        send(0, KEYS);
        Instance first = start("one", count(true), Map.of());
        Instance second = startStandby("two", count(true), Map.of());
        first.close();
        await(() -> second.runs());
        send(0, KEYS);
        Instance again = startStandby("one", count(true), Map.of());
        assertThat(again.count(7)).isEqualTo(2);

        second.close();
        await(() -> again.runs());
        send(0, KEYS);
        await(() -> again.count(7) == 3);

        assertThat(again.updates.get(0)).isNotEqualTo("start 0");
        assertThat(again.restored.get()).isLessThanOrEqualTo(KEYS);
    }

    @Test
    void recordsOfAnUnfinishedCommitAreCountedOnceByAStandbyThatTakesOver() {
        AtomicBoolean refuseCommits = new AtomicBoolean();
        send(0, KEYS);
        Instance active = start("one", count(true), clients(refuseCommits::get), Map.of());
        Instance standby = startStandby("two", count(true), Map.of());

        refuseCommits.set(true);
        send(0, 50);
        await(() -> active.streams.state() == KafkaStreams.State.ERROR);
        active.close();

        await(() -> standby.runs() && standby.count(7) == 2 && standby.count(49) == 2);
        assertThat(standby.count(50)).isEqualTo(1);
        assertThat(standby.restored.get()).isLessThanOrEqualTo(50);
    }

    @Test
    void whatIsInMemoryIsTakenOverToo() {
        send(0, KEYS);
        Instance active = start("one", count(false), Map.of());
        Instance standby = startStandby("two", count(false), Map.of());

        active.close();
        await(() -> standby.runs());
        send(0, KEYS);
        await(() -> standby.count(7) == 2);

        assertThat(standby.restored).hasValue(0);
    }

    @Test
    void exactlyOnceToo() {
        Map<String, Object> exactlyOnce =
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        send(0, KEYS);
        Instance active = start("one", count(true), exactlyOnce);
        Instance standby = startStandby("two", count(true), exactlyOnce);
        assertThat(standby.count(7)).isEqualTo(1);
        await(() -> standby.reflects(input, KEYS - 1));

        active.close();
        await(() -> standby.runs());
        send(0, KEYS);
        await(() -> standby.count(7) == 2);

        assertThat(standby.restored.get()).isLessThanOrEqualTo(KEYS / 10);
    }

    @Test
    void aTableWhoseTopicIsItsChangelogIsFollowedAsFarAsItWasProcessed() {
        Map<String, Object> optimized =
                Map.of(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        send(0, KEYS);
        Instance active = start("one", table(), optimized);
        Instance standby = startStandby("two", table(), optimized);
        assertThat(standby.value(7)).isEqualTo("v");

        active.streams.pause();
        send(KEYS, 10);
        active.close();
        await(() -> standby.runs() && standby.value(KEYS + 9) != null);

        assertThat(standby.restored).hasValue(0);
    }

    private Topology count(boolean persistent) {
        StreamsBuilder builder = new StreamsBuilder();
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> store = Materialized.as(
                persistent ? Stores.persistentKeyValueStore(STORE) : Stores.inMemoryKeyValueStore(STORE));
        builder.stream(input, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(store.withKeySerde(Serdes.String()).withValueSerde(Serdes.Long()));
        return builder.build();
    }

    private Topology table() {
        Properties config = new Properties();
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(input, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as(STORE));
        return builder.build(config);
    }

    private Instance startStandby(String directory, Topology topology, Map<String, Object> config) {
        Instance standby = start(directory, topology, config);
        await(() -> standby.standbyTasks().size() == 1 && standby.lag() == 0);
        return standby;
    }

    private Instance start(String directory, Topology topology, Map<String, Object> config) {
        return start(directory, topology, clients(() -> false), config);
    }

    private Instance start(
            String directory, Topology topology, KafkaClientSupplier clients, Map<String, Object> config) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(directory).toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        properties.putAll(config);
        Instance instance = new Instance(new KafkaStreams(topology, properties, clients));
        instances.add(instance);
        instance.streams.start();
        await(() -> instance.streams.state() == KafkaStreams.State.RUNNING);
        return instance;
    }

    private void send(int from, int records) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < from + records; i++) {
                producer.send(new ProducerRecord<>(input, "k" + i, "v"));
            }
        }
    }

    private static Object metric(KafkaStreams streams, String name) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** A client, and what its listeners heard. */
    private static final class Instance {

        final KafkaStreams streams;
        final AtomicLong restored = new AtomicLong();
        final List<String> updates = new CopyOnWriteArrayList<>();

        Instance(KafkaStreams streams) {
            this.streams = streams;
            streams.setGlobalStateRestoreListener(new CountingListener(restored));
            streams.setStandbyUpdateListener(new RecordingListener(updates));
        }

        boolean runs() {
            return streams.state() == KafkaStreams.State.RUNNING
                    && streams.metadataForLocalThreads().stream()
                            .anyMatch(thread -> !thread.activeTasks().isEmpty())
                    && streams.store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()))
                            != null;
        }

        List<TaskId> standbyTasks() {
            return streams.metadataForLocalThreads().stream()
                    .flatMap(thread -> thread.standbyTasks().stream())
                    .map(TaskMetadata::taskId)
                    .toList();
        }

        /** How far its store is behind, if all that was sent is in the changelog; fails if there is nothing yet. */
        long lag() {
            LagInfo lag = streams.allLocalStorePartitionLags().get(STORE).get(0);
            assertThat(lag.endOffsetPosition()).isPositive();
            return lag.offsetLag();
        }

        long count(int key) {
            ReadOnlyKeyValueStore<String, Long> store = streams.store(
                    StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.<String, Long>keyValueStore())
                            .enableStaleStores());
            Long count = store.get("k" + key);
            return count == null ? 0 : count;
        }

        String value(int key) {
            ReadOnlyKeyValueStore<String, String> store = streams.store(
                    StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.<String, String>keyValueStore())
                            .enableStaleStores());
            return store.get("k" + key);
        }

        /** Whether its store answers a query that asks for what came of the input up to an offset. */
        boolean reflects(String topic, long offset) {
            Position asked = Position.emptyPosition().withComponent(topic, 0, offset);
            return query(StateQueryRequest.inStore(STORE)
                            .<Long>withQuery(KeyQuery.withKey("k7"))
                            .withPositionBound(PositionBound.at(asked)))
                    .isSuccess();
        }

        <R> QueryResult<R> query(StateQueryRequest<R> request) {
            return streams.query(request).getPartitionResults().get(0);
        }

        void close() {
            streams.close();
        }
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

    private record RecordingListener(List<String> told) implements StandbyUpdateListener {

        @Override
        public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
            told.add("start " + startingOffset);
        }

        @Override
        public void onBatchLoaded(
                TopicPartition partition, String store, TaskId task, long lastOffset, long size, long endOffset) {
            told.add("batch " + size);
        }

        @Override
        public void onUpdateSuspended(
                TopicPartition partition, String store, long offset, long endOffset, SuspendReason reason) {
            told.add("suspended " + reason + " at " + offset);
        }
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
