package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.TaskInfo;
import io.millrace.streams.processor.assignment.TaskTopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A task as a user's assignor sees it.
 *
 * @param id its id
 * @param stateStoreNames its stores
 * @param topicPartitions what it reads, and its changelogs
 */
record GroupTask(TaskId id, Set<String> stateStoreNames, Set<TaskTopicPartition> topicPartitions) implements TaskInfo {

    GroupTask {
        stateStoreNames = Set.copyOf(stateStoreNames);
        topicPartitions = Set.copyOf(topicPartitions);
    }

    @Override
    public boolean isStateful() {
        return !stateStoreNames.isEmpty();
    }

    /** All tasks of a plan; the leader is asked for racks when the assignor asks for the first. */
    static Map<TaskId, TaskInfo> all(ExecutionPlan plan, PartitionedPlan partitioned, GroupMember leader) {
        Map<Integer, SubtopologyPlan> subtopologies = new HashMap<>();
        plan.subtopologies().forEach(subtopology -> subtopologies.put(subtopology.id(), subtopology));
        Racks racks = new Racks(leader);
        Map<TaskId, TaskInfo> tasks = new TreeMap<>();
        partitioned.tasks().forEach((id, inputs) -> {
            SubtopologyPlan subtopology = subtopologies.get(id.subtopology());
            tasks.put(id, of(id, subtopology == null ? Set.of() : Set.copyOf(subtopology.stores()), inputs, racks));
        });
        return tasks;
    }

    private static GroupTask of(TaskId id, Set<StorePlan> stores, Set<TopicPartition> inputs, Racks racks) {
        Set<TopicPartition> changelogs = new HashSet<>();
        Set<String> names = new TreeSet<>();
        for (StorePlan store : stores) {
            names.add(store.name());
            if (store.changelogTopic() != null) {
                changelogs.add(new TopicPartition(store.changelogTopic(), id.partition()));
            }
        }
        Set<TopicPartition> all = new HashSet<>(inputs);
        all.addAll(changelogs);
        racks.asked.addAll(all);
        Set<TaskTopicPartition> partitions = all.stream()
                .map(partition ->
                        new Partition(partition, inputs.contains(partition), changelogs.contains(partition), racks))
                .collect(Collectors.toSet());
        return new GroupTask(id, names, partitions);
    }

    /** The racks of all partitions, asked for at once. */
    private static final class Racks {

        private final GroupMember leader;
        private final Set<TopicPartition> asked = new HashSet<>();
        private @Nullable Map<TopicPartition, Set<String>> answer;

        Racks(GroupMember leader) {
            this.leader = leader;
        }

        Set<String> of(TopicPartition partition) {
            Map<TopicPartition, Set<String>> known = answer;
            if (known == null) {
                known = leader.racks(asked);
                answer = known;
            }
            return known.getOrDefault(partition, Set.of());
        }
    }

    private record Partition(TopicPartition topicPartition, boolean isSource, boolean isChangelog, Racks racks)
            implements TaskTopicPartition {

        /** Empty unless the racks of all replicas are known. */
        @Override
        public Optional<Set<String>> rackIds() {
            Set<String> known = racks.of(topicPartition);
            return known.isEmpty() ? Optional.empty() : Optional.of(known);
        }
    }
}
