package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import java.util.Set;

/** What there is to know about a task when it is assigned. */
public interface TaskInfo {

    /**
     * The id of the task.
     *
     * @return the id
     */
    TaskId id();

    /**
     * Whether the task has stores with a changelog. Only such tasks have standby replicas.
     *
     * @return true if so
     */
    boolean isStateful();

    /**
     * The names of the task's stores.
     *
     * @return the names, empty for none
     */
    Set<String> stateStoreNames();

    /**
     * The partitions of the task: its input and its changelogs.
     *
     * @return the partitions
     */
    Set<TaskTopicPartition> topicPartitions();
}
