package io.millrace.streams.processor.assignment;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** An application to assign, put together by a test. */
public final class FakeApplication implements ApplicationState {

    private final Map<ProcessId, KafkaStreamsState> clients = new TreeMap<>();
    private final Map<TaskId, TaskInfo> tasks = new TreeMap<>();
    private int standbys;
    private List<String> tags = List.of();
    private String strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE;

    /** The id of a client. */
    public static ProcessId process(int number) {
        return new ProcessId(new UUID(0, number));
    }

    /** Asks for this many standbys of each task with state. */
    public FakeApplication withStandbys(int replicas) {
        standbys = replicas;
        return this;
    }

    /** Spreads standbys by these tags. */
    public FakeApplication withTags(String... keys) {
        tags = List.of(keys);
        return this;
    }

    /** Minds racks. */
    public FakeApplication withStrategy(String rackAware) {
        strategy = rackAware;
        return this;
    }

    /** Adds a client that ran these tasks. */
    public FakeApplication client(int number, int threads, TaskId... active) {
        return client(new FakeClient(process(number), threads, set(active), set(), Map.of(), Optional.empty()));
    }

    /** Adds a client. */
    public FakeApplication client(FakeClient client) {
        clients.put(client.processId(), client);
        return this;
    }

    /** Adds tasks with state, whose partitions are in no known rack. */
    public FakeApplication stateful(TaskId... ids) {
        for (TaskId id : ids) {
            tasks.put(id, new FakeTask(id, Set.of("store"), partitions(id, Optional.empty())));
        }
        return this;
    }

    /** Adds tasks without state, whose partitions are in no known rack. */
    public FakeApplication stateless(TaskId... ids) {
        for (TaskId id : ids) {
            tasks.put(id, new FakeTask(id, Set.of(), partitions(id, Optional.empty())));
        }
        return this;
    }

    /** Adds a task with state, whose partitions are in this rack. */
    public FakeApplication statefulIn(String rack, TaskId id) {
        tasks.put(id, new FakeTask(id, Set.of("store"), partitions(id, Optional.of(Set.of(rack)))));
        return this;
    }

    private static Set<TaskTopicPartition> partitions(TaskId id, Optional<Set<String>> racks) {
        return Set.of(
                new FakePartition(new TopicPartition("input", id.partition()), true, false, racks),
                new FakePartition(new TopicPartition("changelog", id.partition()), false, true, racks));
    }

    private static SortedSet<TaskId> set(TaskId... tasks) {
        return new TreeSet<>(List.of(tasks));
    }

    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
        return Collections.unmodifiableMap(clients);
    }

    @Override
    public AssignmentConfigs assignmentConfigs() {
        return new AssignmentConfigs(
                0L, 1, standbys, 60_000L, tags, OptionalInt.empty(), OptionalInt.empty(), strategy);
    }

    @Override
    public Map<TaskId, TaskInfo> allTasks() {
        return Collections.unmodifiableMap(tasks);
    }

    /** A client. */
    public record FakeClient(
            ProcessId processId,
            int numProcessingThreads,
            SortedSet<TaskId> previousActiveTasks,
            SortedSet<TaskId> previousStandbyTasks,
            Map<String, String> clientTags,
            Optional<String> rackId)
            implements KafkaStreamsState {

        @Override
        public SortedSet<String> consumerClientIds() {
            return new TreeSet<>();
        }

        @Override
        public long lagFor(TaskId task) {
            return 0;
        }

        @Override
        public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
            return new TreeSet<>();
        }

        @Override
        public Map<TaskId, Long> statefulTasksToLagSums() {
            return Map.of();
        }

        @Override
        public Optional<HostInfo> hostInfo() {
            return Optional.empty();
        }
    }

    private record FakeTask(TaskId id, Set<String> stateStoreNames, Set<TaskTopicPartition> topicPartitions)
            implements TaskInfo {

        @Override
        public boolean isStateful() {
            return !stateStoreNames.isEmpty();
        }
    }

    private record FakePartition(
            TopicPartition topicPartition, boolean isSource, boolean isChangelog, Optional<Set<String>> rackIds)
            implements TaskTopicPartition {}
}
