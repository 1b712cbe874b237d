package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.TaskInfo;
import io.millrace.streams.processor.assignment.TaskTopicPartition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

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

    /** All tasks of a plan. */
    static Map<TaskId, TaskInfo> all(ExecutionPlan plan, PartitionedPlan partitioned, Cluster metadata) {
        Map<Integer, SubtopologyPlan> subtopologies = new HashMap<>();
        plan.subtopologies().forEach(subtopology -> subtopologies.put(subtopology.id(), subtopology));
        Map<TaskId, TaskInfo> tasks = new TreeMap<>();
        partitioned.tasks().forEach((id, inputs) -> {
            SubtopologyPlan subtopology = subtopologies.get(id.subtopology());
            tasks.put(id, of(id, subtopology == null ? Set.of() : Set.copyOf(subtopology.stores()), inputs, metadata));
        });
        return tasks;
    }

    private static GroupTask of(TaskId id, Set<StorePlan> stores, Set<TopicPartition> inputs, Cluster metadata) {
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
        Set<TaskTopicPartition> partitions = all.stream()
                .map(partition -> new Partition(
                        partition,
                        inputs.contains(partition),
                        changelogs.contains(partition),
                        racks(partition, metadata)))
                .collect(Collectors.toSet());
        return new GroupTask(id, names, partitions);
    }

    /** The racks of the replicas; empty unless all are known. */
    private static Optional<Set<String>> racks(TopicPartition partition, Cluster metadata) {
        PartitionInfo known = metadata.partition(partition);
        if (known == null
                || known.replicas().length == 0
                || Arrays.stream(known.replicas()).anyMatch(replica -> replica.rack() == null)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(known.replicas()).map(Node::rack).collect(Collectors.toSet()));
    }

    private record Partition(
            TopicPartition topicPartition, boolean isSource, boolean isChangelog, Optional<Set<String>> rackIds)
            implements TaskTopicPartition {}
}
