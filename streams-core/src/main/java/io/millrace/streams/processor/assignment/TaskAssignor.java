package io.millrace.streams.processor.assignment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.common.Configurable;

/**
 * Assigns the tasks of the application to its clients.
 *
 * <p>Name the class in {@code task.assignor.class}; it needs a public constructor without parameters. It runs on the client that
 * leads the group, during a rebalance, and should be quick.
 */
public interface TaskAssignor extends Configurable {

    /** What is wrong with an assignment. */
    enum AssignmentError {

        /** Nothing. */
        NONE,

        /** A task is active on more than one client. */
        ACTIVE_TASK_ASSIGNED_MULTIPLE_TIMES,

        /** A task without state is assigned as standby, or to the client on which it is active. */
        INVALID_STANDBY_TASK,

        /** A client of the application has no assignment, not even an empty one. */
        MISSING_PROCESS_ID,

        /** A client is not one of the application. */
        UNKNOWN_PROCESS_ID,

        /** A task is not one of the application. */
        UNKNOWN_TASK_ID
    }

    /** The tasks of each client. */
    class TaskAssignment {

        private final Collection<KafkaStreamsAssignment> assignment;

        /**
         * Creates an assignment.
         *
         * @param assignment one for each client of the application
         */
        public TaskAssignment(Collection<KafkaStreamsAssignment> assignment) {
            this.assignment = List.copyOf(assignment);
        }

        /**
         * The assignments.
         *
         * @return one for each client
         */
        public Collection<KafkaStreamsAssignment> assignment() {
            return assignment;
        }
    }

    /**
     * Assigns the tasks.
     *
     * @param applicationState the clients and the tasks
     * @return the assignment: each task active on one client at most, each client present
     * @throws io.millrace.streams.errors.TaskAssignmentException to try again with another rebalance
     */
    TaskAssignment assign(ApplicationState applicationState);

    /**
     * Is told the assignment in terms of consumers, and whether anything was wrong with it. Does nothing unless overridden.
     *
     * @param assignment the partitions of each consumer
     * @param subscription what the consumers asked for
     * @param error what is wrong; if anything, the client fails
     */
    default void onAssignmentComputed(
            GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {}

    /**
     * Takes the configuration of the application. Does nothing unless overridden.
     *
     * @param configs the key-value pairs
     */
    @Override
    default void configure(Map<String, ?> configs) {}
}
