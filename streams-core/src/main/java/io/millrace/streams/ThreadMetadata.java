package io.millrace.streams;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a thread of a client works on, and the ids of its Kafka clients. */
public interface ThreadMetadata {

    /**
     * The state of the thread.
     *
     * @return the name of the state
     */
    String threadState();

    /**
     * The name of the thread.
     *
     * @return the name
     */
    String threadName();

    /**
     * The active tasks of the thread.
     *
     * @return the tasks
     */
    Set<TaskMetadata> activeTasks();

    /**
     * The standby tasks of the thread.
     *
     * @return the tasks
     */
    Set<TaskMetadata> standbyTasks();

    /**
     * The client id of the consumer of input.
     *
     * @return the client id
     */
    String consumerClientId();

    /**
     * The client id of the consumer that restores state.
     *
     * @return the client id
     */
    String restoreConsumerClientId();

    /**
     * The client ids of the producers.
     *
     * @return the client ids
     */
    Set<String> producerClientIds();

    /**
     * The client id of the admin client, which the threads share.
     *
     * @return the client id
     */
    String adminClientId();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
