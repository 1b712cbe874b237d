package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.processor.TaskId;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where a stream worker hands over tasks to be restored. They come back by mail. */
interface RestoreDesk {

    /**
     * Gives the task away: it is the restore worker's until it comes back.
     *
     * @param ceilings offsets that changelogs are not restored beyond; those without one are restored to their ends
     */
    void restore(ActiveTask task, Map<TopicPartition, Long> ceilings);

    /** Gives a standby task away, to follow its changelogs; it comes back when it is recalled, or never if it is promoted. */
    void follow(StandbyTask task);

    /** Asks for a task back, done or not. */
    void recall(TaskId task);

    /** Ends the restore worker and waits for its end; afterwards the tasks it had belong to the caller. */
    void stop();
}
