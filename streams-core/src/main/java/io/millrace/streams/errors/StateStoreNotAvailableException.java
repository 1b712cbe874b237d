package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The state store is closed because its client is shutting down or has stopped on an error. Ask another instance. */
public class StateStoreNotAvailableException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StateStoreNotAvailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StateStoreNotAvailableException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
