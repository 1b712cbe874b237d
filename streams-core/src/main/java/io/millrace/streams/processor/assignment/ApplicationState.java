package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import java.util.Map;

/** The clients and the tasks of an application when tasks are assigned. */
public interface ApplicationState {

    /**
     * The clients.
     *
     * @param computeTaskLags whether to find out how far each client is behind with each task, which asks the brokers; needed for
     *     {@link KafkaStreamsState#lagFor} and the methods by lag
     * @return the clients by id
     * @throws io.millrace.streams.errors.TaskAssignmentException if lags are asked for and cannot be found out
     */
    Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags);

    /**
     * The settings that concern assignment.
     *
     * @return the settings
     */
    AssignmentConfigs assignmentConfigs();

    /**
     * All tasks to assign.
     *
     * @return the tasks by id
     */
    Map<TaskId, TaskInfo> allTasks();
}
