package io.millrace.streams.engine.query;

import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;

/**
 * A store of a task on this instance.
 *
 * @param task the task that hosts it
 * @param store the store; safe to read from any thread
 * @param role what the task does
 */
public record HostedStore(TaskId task, StateStore store, Role role) {

    /** What a task does with its stores. */
    public enum Role {
        /** It processes. */
        RUNNING,
        /** It will process once it is restored. */
        RESTORING,
        /** It follows another instance that processes. */
        STANDBY
    }

    /** Whether the store has what was processed last. */
    boolean isCurrent() {
        return role == Role.RUNNING;
    }

    /** Whether what is asked of a partition may be here: a global store holds all of them. */
    boolean holds(int partition) {
        return task.partition() == partition || task.equals(GlobalPlan.TASK);
    }

    /** The store's name. */
    public String name() {
        return store.name();
    }
}
