package io.millrace.streams.engine.task;

import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.processor.TaskId;

/** What the restore worker needs of a task while it owns it. */
public interface RestorableTask {

    /** The task's id. */
    TaskId id();

    /** The state to bring up to its changelogs. */
    TaskState state();
}
