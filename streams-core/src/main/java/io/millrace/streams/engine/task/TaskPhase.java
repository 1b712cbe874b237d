package io.millrace.streams.engine.task;

import java.util.Set;

/** The life of an active task. */
public enum TaskPhase {
    /** Assigned; its state directory may still belong to the previous owner. */
    CREATED,
    /** Its state is being brought up to its changelogs, by the restore worker. */
    RESTORING,
    /** It processes records. */
    RUNNING,
    /** It is no more. */
    CLOSED;

    private Set<TaskPhase> next() {
        return switch (this) {
            case CREATED -> Set.of(RESTORING, RUNNING, CLOSED);
            case RESTORING -> Set.of(RUNNING, CLOSED);
            case RUNNING -> Set.of(CLOSED);
            case CLOSED -> Set.of();
        };
    }

    /** The phase after a step that must be allowed. */
    TaskPhase advanceTo(TaskPhase phase) {
        if (!next().contains(phase)) {
            throw new IllegalStateException("A task that is " + this + " cannot become " + phase);
        }
        return phase;
    }
}
