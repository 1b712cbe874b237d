package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Is told, on the worker's thread, what a worker does. Whatever it publishes to other threads must be immutable. */
interface WorkerObserver {

    /** The worker's state; repeats are allowed. */
    void stateChanged(WorkerState state);

    /** The tasks the worker has now; their phases may have changed. */
    void tasksChanged(Collection<ActiveTask> tasks);

    /** A member of the group asked for the end of the whole application. */
    void toldThatTheApplicationEnds();

    /** The standby tasks the worker follows now. */
    void standbysChanged(Collection<StandbyTask> tasks);

    /** The input was fetched up to a record of this offset. */
    void fetched(TopicPartition input, long lastOffset);

    /** These input positions were committed. */
    void committed(Map<TopicPartition, LogPosition> inputs);
}
