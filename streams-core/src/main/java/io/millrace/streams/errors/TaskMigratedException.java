package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of this thread belong to another member of the group by now, for instance because this one was away for too long. The
 * thread gives its tasks up and joins the group again.
 */
public class TaskMigratedException extends StreamsException {

    private static final long serialVersionUID = 1L;
    private static final String CONSEQUENCE = "; the tasks of this thread have moved to another member of the group.";

    /**
     * Creates the exception.
     *
     * @param message how it came out
     */
    public TaskMigratedException(String message) {
        super(message + CONSEQUENCE);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message how it came out
     * @param throwable the cause, or null if unknown
     */
    public TaskMigratedException(String message, @Nullable Throwable throwable) {
        super(message + CONSEQUENCE, throwable);
    }
}
