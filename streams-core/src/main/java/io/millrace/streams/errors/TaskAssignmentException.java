package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** Tasks cannot be assigned to the clients of the application, for instance because their assignors contradict each other. */
public class TaskAssignmentException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public TaskAssignmentException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public TaskAssignmentException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public TaskAssignmentException(@Nullable Throwable throwable) {
        super(throwable);
    }
}
