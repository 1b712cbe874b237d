package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The state store moved to another instance while it was being read. Find out where it is now, and ask there. */
public class StateStoreMigratedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public StateStoreMigratedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public StateStoreMigratedException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }
}
