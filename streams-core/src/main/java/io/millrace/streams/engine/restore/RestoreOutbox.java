package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.task.RestorableTask;

/** How the restore worker hands tasks back: with the call, the task is the receiver's. Called on the restore worker's thread. */
public interface RestoreOutbox {

    /** The task's state is up to date. */
    void restored(RestorableTask task);

    /**
     * The task was recalled, or the restore worker ends; its state can be restored further later. A standby task is closed.
     */
    void recalled(RestorableTask task);

    /** The task's state cannot be restored, or followed. */
    void failed(RestorableTask task, RuntimeException cause);
}
