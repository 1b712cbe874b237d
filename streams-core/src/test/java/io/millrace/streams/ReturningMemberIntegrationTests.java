package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.engine.state.PositionHint;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A member that comes back to its state after others took over its tasks: it gets them back at once, long before tasks that had to be
 * warmed up could move, and restores what it missed.
 */
@ExtendWith(NoNativeLeaks.class)
class ReturningMemberIntegrationTests {

    /** Far below the interval after which tasks that are warmed up may move. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final long PROBING_MS = Duration.ofMinutes(20).toMillis();
    private static final String STORE = "counts";
    private static final int PARTITIONS = 4;
    private static final int KEYS = 40_000;
    private static final int MISSED = 200;
    private static final long ACCEPTABLE_LAG = 1_000;

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
        applicationId = test.getTestMethod().orElseThrow().getName()
                + Integer.toHexString(test.getDisplayName().hashCode());
        input = applicationId + "-input";
        broker.createTopic(input, PARTITIONS);
    }

    @AfterEach
    void closeInstances() {
        instances.forEach(instance -> instance.streams.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2})
    void aMemberWhoseSessionEndedGetsItsTasksBackAtOnce(String guarantee) {
        comesBackAfter(GroupMembershipOperation.REMAIN_IN_GROUP, counts(), guarantee);
    }

    @Test
    void aMemberWhoseProcessWasKilledGetsItsTasksBackAtOnce() throws IOException {
        Instance stays = start("one", counts(), StreamsConfig.AT_LEAST_ONCE);
        Instance goes = start("two", counts(), StreamsConfig.AT_LEAST_ONCE);
        await(() -> stays.runs(2) && goes.runs(2));
        send(KEYS);
        Set<TaskId> before = goes.activeTasks();
        // This takes as long as it takes until what is written is flushed by age.
        await(() -> before.stream().allMatch(task -> flushed("two", task) == KEYS / PARTITIONS));
        copy(stateDirectory.resolve("two"), stateDirectory.resolve("as a kill leaves it"));
        send(MISSED);
        await(() -> stays.committed() + goes.committed() == KEYS + MISSED);
        goes.streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
        await(() -> stays.runs(PARTITIONS));

        Instance back = start("as a kill leaves it", counts(), StreamsConfig.AT_LEAST_ONCE);
        await(() -> back.activeTasks().equals(before) && stays.runs(2));

        assertThat(back.followed).isEmpty();
        assertThat(back.restored).hasValue(MISSED / 2);
    }

    private long flushed(String directory, TaskId task) {
        Path home = stateDirectory.resolve(directory).resolve(applicationId).resolve(task.toString());
        return PositionHint.in(home).read().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aMemberThatHadLeftGetsItsTasksBackAtOnce() {
        comesBackAfter(GroupMembershipOperation.LEAVE_GROUP, counts(), StreamsConfig.AT_LEAST_ONCE);
    }

    @Test
    void aTableWhoseTopicIsItsChangelogIsNoException() {
        comesBackAfter(GroupMembershipOperation.LEAVE_GROUP, table(), StreamsConfig.AT_LEAST_ONCE);
    }

    @Test
    void aTableWhoseTopicIsItsChangelogCountsAsCaughtUpWhileTheApplicationLags() {
        Instance stays = start("one", table(), StreamsConfig.AT_LEAST_ONCE);
        Instance goes = start("two", table(), StreamsConfig.AT_LEAST_ONCE);
        await(() -> stays.runs(2) && goes.runs(2));
        send(KEYS);
        await(() -> stays.committed() + goes.committed() == KEYS);
        Set<TaskId> before = goes.activeTasks();
        goes.streams.close();
        await(() -> stays.runs(PARTITIONS));
        stays.streams.pause();
        send(KEYS); // Nobody has processed these, so nobody has them in a store.

        Instance back = start("two", table(), StreamsConfig.AT_LEAST_ONCE);
        await(() -> back.activeTasks().equals(before));

        assertThat(back.followed).isEmpty();
        assertThat(back.restored).hasValue(0);
    }

    private void comesBackAfter(GroupMembershipOperation farewell, Topology topology, String guarantee) {
        Instance stays = start("one", topology, guarantee);
        Instance goes = start("two", topology, guarantee);
        await(() -> stays.runs(2) && goes.runs(2));
        send(KEYS);
        await(() -> stays.committed() + goes.committed() >= KEYS);
        Set<TaskId> before = goes.activeTasks();
        goes.streams.close(CloseOptions.groupMembershipOperation(farewell));
        await(() -> stays.runs(PARTITIONS));
        send(MISSED);
        await(() -> stays.committed() >= KEYS + MISSED);

        Instance back = start("two", topology, guarantee);
        await(() -> back.activeTasks().equals(before) && stays.runs(2));

        assertThat(back.followed).isEmpty();
        assertThat(back.restored).hasPositiveValue();
        assertThat(back.restored.get()).isLessThanOrEqualTo(MISSED);
    }

    private Topology counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(input, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.<String, Long>as(Stores.persistentKeyValueStore(STORE))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()));
        return builder.build();
    }

    private Topology table() {
        Properties config = new Properties();
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(input, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as(STORE));
        return builder.build(config);
    }

    private Instance start(String directory, Topology topology, String guarantee) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(directory).toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        properties.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, ACCEPTABLE_LAG);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        Instance instance = new Instance(new KafkaStreams(topology, properties));
        instances.add(instance);
        instance.streams.start();
        return instance;
    }

    private void send(int records) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(input, i % PARTITIONS, "k" + i, "v"));
            }
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** A client, and what its listeners heard. */
    private static final class Instance {

        final KafkaStreams streams;
        final AtomicLong restored = new AtomicLong();
        final List<String> followed = new CopyOnWriteArrayList<>();

        Instance(KafkaStreams streams) {
            this.streams = streams;
            streams.setGlobalStateRestoreListener(new CountingListener(restored));
            streams.setStandbyUpdateListener(new NotingListener(followed));
        }

        boolean runs(int tasks) {
            return activeTasks().size() == tasks;
        }

        /** The tasks it runs, once none of them is restored any more. */
        Set<TaskId> activeTasks() {
            if (streams.state() != KafkaStreams.State.RUNNING) {
                return Set.of();
            }
            return active().stream().map(TaskMetadata::taskId).collect(Collectors.toCollection(HashSet::new));
        }

        long committed() {
            return active().stream()
                    .flatMap(task -> task.committedOffsets().values().stream())
                    .mapToLong(offset -> Math.max(0, offset))
                    .sum();
        }

        private List<TaskMetadata> active() {
            return streams.metadataForLocalThreads().stream()
                    .map(ThreadMetadata::activeTasks)
                    .flatMap(Collection::stream)
                    .toList();
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

    private record NotingListener(List<String> told) implements StandbyUpdateListener {

        @Override
        public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
            told.add(partition + " from " + startingOffset);
        }

        @Override
        public void onBatchLoaded(
                TopicPartition partition, String store, TaskId task, long lastOffset, long size, long endOffset) {}

        @Override
        public void onUpdateSuspended(
                TopicPartition partition, String store, long offset, long endOffset, SuspendReason reason) {}
    }
}
