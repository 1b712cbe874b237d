package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** A state store failed to open, to be written, to be restored or to close. */
public class ProcessorStateException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public ProcessorStateException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public ProcessorStateException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public ProcessorStateException(@Nullable Throwable throwable) {
        super(throwable);
    }
}
