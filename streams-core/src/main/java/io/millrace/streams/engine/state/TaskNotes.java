package io.millrace.streams.engine.state;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps numbers with the committed positions of a task, so that an operator finds them again wherever the task goes on. The
 * processor context that the engine gives to an operator is one of these.
 */
public interface TaskNotes {

    /** Name of the operator, unique in its task; the names of notes are common to all. */
    String operatorName();

    /** The number last noted under this name, null if there is none. */
    @Nullable
    Long noted(String name);

    /**
     * Keeps a number with each commit from now on. It is asked for then, on the thread of the task, and must never get lower; a
     * negative one is not kept.
     */
    void keep(String name, LongSupplier value);
}
