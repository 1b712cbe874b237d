package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The topology has no state store of the given name, or the store is of another type. Trying again does not help. */
public class UnknownStateStoreException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public UnknownStateStoreException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public UnknownStateStoreException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
