package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The client is not started yet. Start it, wait until it runs, and ask again. */
public class StreamsNotStartedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StreamsNotStartedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StreamsNotStartedException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
