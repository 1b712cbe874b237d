package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks assigned to one client. Mutable; used by one thread. */
public class KafkaStreamsAssignment {

    private final ProcessId processId;
    private final Map<TaskId, AssignedTask> tasks;
    private final Optional<Instant> followupRebalanceDeadline;

    /** A task assigned to a client. */
    public static class AssignedTask {

        /** As what a task is assigned. */
        public enum Type {

            /** The replica that processes records. */
            ACTIVE("ACTIVE"),

            /** A replica that follows the changelogs. */
            STANDBY("STANDBY");

            /** The name that is permanent. */
            final String name;

            Type(String name) {
                this.name = name;
            }
        }

        private final TaskId id;
        private final Type type;

        /**
         * Assigns a task.
         *
         * @param id the id of the task
         * @param type as what it is assigned
         */
        public AssignedTask(TaskId id, Type type) {
            this.id = id;
            this.type = type;
        }

        /**
         * The id of the task.
         *
         * @return the id
         */
        public TaskId id() {
            return id;
        }

        /**
         * As what the task is assigned.
         *
         * @return the type
         */
        public Type type() {
            return type;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, type);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AssignedTask task && id.equals(task.id) && type == task.type;
        }

        @Override
        public String toString() {
            return "AssignedTask{" + type.name + ", " + id + "}";
        }
    }

    private KafkaStreamsAssignment(
            ProcessId processId, Map<TaskId, AssignedTask> tasks, Optional<Instant> followupRebalanceDeadline) {
        this.processId = processId;
        this.tasks = tasks;
        this.followupRebalanceDeadline = followupRebalanceDeadline;
    }

    /**
     * Assigns tasks to a client.
     *
     * @param processId the id of the client
     * @param assignment the tasks
     * @return a new assignment
     * @throws IllegalStateException if a task is both active and standby
     */
    public static KafkaStreamsAssignment of(ProcessId processId, Set<AssignedTask> assignment) {
        Map<TaskId, AssignedTask> tasks = new HashMap<>();
        for (AssignedTask task : assignment) {
            if (tasks.put(task.id(), task) != null) {
                throw new IllegalStateException("Task " + task.id() + " is assigned to client " + processId
                        + " both as active and as standby; only one of them is possible.");
            }
        }
        return new KafkaStreamsAssignment(processId, tasks, Optional.empty());
    }

    /**
     * Asks the client to start another rebalance at a time.
     *
     * @param rebalanceDeadline the time
     * @return a new assignment that shares the tasks of this one
     */
    public KafkaStreamsAssignment withFollowupRebalance(Instant rebalanceDeadline) {
        return new KafkaStreamsAssignment(processId, tasks, Optional.of(rebalanceDeadline));
    }

    /**
     * The id of the client.
     *
     * @return the id
     */
    public ProcessId processId() {
        return processId;
    }

    /**
     * The tasks.
     *
     * @return a read-only view of the tasks by id
     */
    public Map<TaskId, AssignedTask> tasks() {
        return Collections.unmodifiableMap(tasks);
    }

    /**
     * Adds a task, or replaces what was assigned with the same id.
     *
     * @param newTask the task
     */
    public void assignTask(AssignedTask newTask) {
        tasks.put(newTask.id(), newTask);
    }

    /**
     * Removes a task, whether active or standby. No effect if it is not assigned.
     *
     * @param removedTask the task
     */
    public void removeTask(AssignedTask removedTask) {
        tasks.remove(removedTask.id());
    }

    /**
     * When the client is to start another rebalance.
     *
     * @return the time; empty for no other rebalance
     */
    public Optional<Instant> followupRebalanceDeadline() {
        return followupRebalanceDeadline;
    }

    @Override
    public String toString() {
        return "KafkaStreamsAssignment{" + processId + ", " + tasks.values() + ", " + followupRebalanceDeadline + "}";
    }
}
