package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** A client of the application when tasks are assigned. */
public interface KafkaStreamsState {

    /**
     * The id of the client.
     *
     * @return the id
     */
    ProcessId processId();

    /**
     * How many threads of the client process records.
     *
     * @return the number, which is that of the consumers in the group
     */
    int numProcessingThreads();

    /**
     * The client ids of its consumers.
     *
     * @return the client ids
     */
    SortedSet<String> consumerClientIds();

    /**
     * The tasks that were active on the client before.
     *
     * @return the ids
     */
    SortedSet<TaskId> previousActiveTasks();

    /**
     * The tasks of which the client had a standby replica before.
     *
     * @return the ids
     */
    SortedSet<TaskId> previousStandbyTasks();

    /**
     * How many changelog records the client is behind with a task.
     *
     * @param task the id of a stateful task
     * @return the number of records over all changelogs of the task
     * @throws UnsupportedOperationException if lags were not asked for in {@link ApplicationState#kafkaStreamsStates}
     * @throws IllegalStateException if the task is not known
     */
    long lagFor(TaskId task);

    /**
     * The stateful tasks that a consumer had before, the least behind first.
     *
     * @param consumerClientId the client id of the consumer
     * @return the ids
     * @throws UnsupportedOperationException if lags were not asked for in {@link ApplicationState#kafkaStreamsStates}
     */
    SortedSet<TaskId> prevTasksByLag(String consumerClientId);

    /**
     * How many changelog records the client is behind with each stateful task.
     *
     * @return numbers of records by task
     * @throws UnsupportedOperationException if lags were not asked for in {@link ApplicationState#kafkaStreamsStates}
     */
    Map<TaskId, Long> statefulTasksToLagSums();

    /**
     * Where the client answers queries.
     *
     * @return the host and port; empty if {@code application.server} is not set
     */
    Optional<HostInfo> hostInfo();

    /**
     * The tags of the client.
     *
     * @return values by name, empty for none
     */
    Map<String, String> clientTags();

    /**
     * The rack of the client.
     *
     * @return the rack; empty if {@code client.rack} is not set
     */
    Optional<String> rackId();
}
