package io.millrace.streams.engine.query;

import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;

/**
 * A store of a task on this instance.
 *
 * @param task the task that hosts it
 * @param store the store; safe to read from any thread
 * @param ready whether it can be read: its task runs
 */
public record HostedStore(TaskId task, StateStore store, boolean ready) {

    /** Whether what is asked of a partition may be here: a global store holds all of them. */
    boolean holds(int partition) {
        return task.partition() == partition || task.equals(GlobalPlan.TASK);
    }

    /** The store's name. */
    public String name() {
        return store.name();
    }
}
