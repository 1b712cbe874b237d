package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** A state store cannot be read as asked. Subclasses tell what may help: another try, another instance, or nothing. */
public class InvalidStateStoreException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public InvalidStateStoreException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened
     * @param throwable the cause, or null if unknown
     */
    public InvalidStateStoreException(String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public InvalidStateStoreException(@Nullable Throwable throwable) {
        super(throwable);
    }
}
