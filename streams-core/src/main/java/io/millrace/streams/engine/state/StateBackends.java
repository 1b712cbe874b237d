package io.millrace.streams.engine.state;

import io.millrace.streams.processor.TaskId;

/**
 * How a task comes by its backends; each is opened when the first store that needs it is registered.
 *
 * @param persistent survives a restart
 * @param inMemory does not
 */
public record StateBackends(Opener persistent, Opener inMemory) {

    /** Opens the backend of one task. */
    @FunctionalInterface
    public interface Opener {

        /** Opens it, with what an earlier owner of the task left behind, if anything. */
        StateBackend open(TaskId task);
    }
}
