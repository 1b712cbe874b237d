package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The client is stopped or stopping. Trying again does not help. */
public class StreamsStoppedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StreamsStoppedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StreamsStoppedException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
