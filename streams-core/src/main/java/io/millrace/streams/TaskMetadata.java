package io.millrace.streams;

import io.millrace.streams.processor.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a task works on, and how far it has come. */
public interface TaskMetadata {

    /**
     * The id of the task.
     *
     * @return the id
     */
    TaskId taskId();

    /**
     * The input partitions of the task.
     *
     * @return the partitions
     */
    Set<TopicPartition> topicPartitions();

    /**
     * What the task has committed.
     *
     * @return offsets by input partition, -1 where nothing is committed yet
     */
    Map<TopicPartition, Long> committedOffsets();

    /**
     * Where the input of the task ends.
     *
     * @return offsets by input partition, -1 where the end is not known yet
     */
    Map<TopicPartition, Long> endOffsets();

    /**
     * Since when the task waits for input of an empty partition, as {@code max.task.idle.ms} allows.
     *
     * @return the time in milliseconds since the epoch; empty if it does not wait
     */
    Optional<Long> timeCurrentIdlingStarted();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
