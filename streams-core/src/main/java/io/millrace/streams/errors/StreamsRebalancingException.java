package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The client is rebalancing. Wait until it runs, and ask again. */
public class StreamsRebalancingException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StreamsRebalancingException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StreamsRebalancingException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
