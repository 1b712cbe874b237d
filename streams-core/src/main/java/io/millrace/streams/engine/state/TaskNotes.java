package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Keeps numbers with the committed positions of a task, so that an operator finds them again wherever the task goes on. The
 * processor context that the engine gives to an operator is one of these.
 */
public interface TaskNotes {

    /** The number last noted under this name, null if there is none. */
    @Nullable
    Long noted(String name);

    /** Notes a number, which must not be lower than before; it is kept with the next commit. */
    void note(String name, long value);
}
