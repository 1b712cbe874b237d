package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** A topology cannot be built as described. */
public class TopologyException extends StreamsException {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "Invalid topology: ";

    /**
     * Creates the exception.
     *
     * @param message what is wrong
     */
    public TopologyException(String message) {
        super(PREFIX + message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what is wrong
     * @param throwable the cause, or null if unknown
     */
    public TopologyException(String message, @Nullable Throwable throwable) {
        super(PREFIX + message, throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public TopologyException(@Nullable Throwable throwable) {
        super(throwable);
    }
}
