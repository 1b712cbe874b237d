package io.millrace.streams.engine.runtime;

import io.millrace.streams.TaskMetadata;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What other threads may know of a task.
 *
 * @param id its id
 * @param inputs its input partitions
 * @param phase where it was in its life when this was published
 */
public record TaskView(TaskId id, Set<TopicPartition> inputs, TaskPhase phase) {

    /**
     * What the API tells of a task: the offsets are those of the moment when they are asked for.
     *
     * @param committed the positions that were committed last
     * @param fetched the offsets of the last records that were fetched
     */
    TaskMetadata metadata(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> fetched) {
        return new Metadata(id, inputs, () -> ofInputs(committed), () -> ofInputs(fetched));
    }

    private Map<TopicPartition, Long> ofInputs(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> own = new HashMap<>();
        for (TopicPartition input : inputs) {
            own.put(input, offsets.getOrDefault(input, -1L));
        }
        return Map.copyOf(own);
    }

    /** What the API tells of a standby task: it reads no input, and so commits no position. */
    TaskMetadata standbyMetadata() {
        return new Metadata(id, inputs, Map::of, Map::of);
    }

    private record Metadata(
            TaskId taskId,
            Set<TopicPartition> topicPartitions,
            Supplier<Map<TopicPartition, Long>> committed,
            Supplier<Map<TopicPartition, Long>> fetched)
            implements TaskMetadata {

        @Override
        public Map<TopicPartition, Long> committedOffsets() {
            return committed.get();
        }

        @Override
        public Map<TopicPartition, Long> endOffsets() {
            return fetched.get();
        }

        @Override
        public Optional<Long> timeCurrentIdlingStarted() {
            return Optional.empty();
        }
    }
}
