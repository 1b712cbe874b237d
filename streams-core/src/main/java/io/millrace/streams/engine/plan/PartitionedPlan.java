package io.millrace.streams.engine.plan;

import io.millrace.streams.processor.TaskId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A plan with the partition counts of the moment.
 *
 * @param tasks the input partitions of every task, in the order of the task ids
 * @param internalTopics repartition and changelog topics with the partition counts they must have
 */
public record PartitionedPlan(Map<TaskId, Set<TopicPartition>> tasks, List<InternalTopicPlan> internalTopics) {

    public PartitionedPlan {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        internalTopics = List.copyOf(internalTopics);
    }
}
