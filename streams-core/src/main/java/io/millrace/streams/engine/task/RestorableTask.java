package io.millrace.streams.engine.task;

import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.processor.TaskId;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the restore worker needs of a task while it owns it. */
public interface RestorableTask {

    /** The task's id. */
    TaskId id();

    /**
     * Which records of a changelog are to be restored, and how they stand in the store. They are all, unless the changelog is a topic of
     * the user's: there may be records in it that nobody can read.
     *
     * @throws io.millrace.streams.errors.StreamsException if there is one, and the user's handler does not say to go on
     */
    List<ConsumerRecord<byte[], byte[]>> restorable(
            TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> records);

    /** Whether a changelog is an input, too. */
    boolean isInput(TopicPartition changelog);

    /** The state to bring up to its changelogs. */
    TaskState state();

    /**
     * Tells the task how its restore goes on, for its metrics.
     *
     * @param records how many were restored since the last time
     * @param remaining how many are to be restored still, or fewer
     */
    void restored(long records, long remaining);
}
