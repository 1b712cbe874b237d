package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The directory of a task is locked by another thread or process. */
public class LockException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public LockException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public LockException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public LockException(@Nullable Throwable throwable) {
        super(throwable);
    }
}
