package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.LogPosition;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the restore worker needs of a task whose changelogs it follows without end. */
public interface FollowerTask extends RestorableTask {

    /** The input partitions the task would have if it were active, as far as topics are known by name; some may not exist. */
    Set<TopicPartition> inputs();

    /** Whether the task also reads topics that are known by a pattern only. */
    boolean readsPatterns();

    /**
     * How far the changelogs belong to what the group has committed; those that are absent do to their ends. Zero while nothing is
     * committed.
     *
     * @param committed positions of inputs, perhaps those of other tasks among them
     */
    Map<TopicPartition, Long> ceilings(Map<TopicPartition, LogPosition> committed);

    /**
     * The offsets of the task's inputs up to which the group has committed.
     *
     * @param committed positions of inputs, perhaps those of other tasks among them
     */
    Map<TopicPartition, Long> lastOffsets(Map<TopicPartition, LogPosition> committed);

    /** Closes the stores; without effect the second time. */
    void close();
}
