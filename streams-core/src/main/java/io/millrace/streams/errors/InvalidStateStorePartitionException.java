package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The state store has no such partition, or this instance does not host it. Ask for the metadata of the key to find the instance that does. */
public class InvalidStateStorePartitionException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public InvalidStateStorePartitionException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public InvalidStateStorePartitionException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
