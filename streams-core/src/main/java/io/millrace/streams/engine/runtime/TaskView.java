package io.millrace.streams.engine.runtime;

import io.millrace.streams.TaskMetadata;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What other threads may know of a task.
 *
 * @param id its id
 * @param inputs its input partitions
 * @param phase where it was in its life when this was published
 */
public record TaskView(TaskId id, Set<TopicPartition> inputs, TaskPhase phase) {

    /** What the API tells of a task. */
    TaskMetadata metadata(Map<TopicPartition, Long> committedByAll) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (TopicPartition input : inputs) {
            committed.put(input, committedByAll.getOrDefault(input, -1L));
        }
        return new Metadata(id, inputs, Map.copyOf(committed));
    }

    /** What the API tells of a standby task: it reads no input, and so commits no position. */
    TaskMetadata standbyMetadata() {
        return new Metadata(id, inputs, Map.of());
    }

    private record Metadata(
            TaskId taskId, Set<TopicPartition> topicPartitions, Map<TopicPartition, Long> committedOffsets)
            implements TaskMetadata {

        @Override
        public Map<TopicPartition, Long> endOffsets() {
            return Map.of();
        }

        @Override
        public Optional<Long> timeCurrentIdlingStarted() {
            return Optional.empty();
        }
    }
}
