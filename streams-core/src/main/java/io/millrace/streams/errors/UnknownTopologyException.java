package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** The application has no topology of the given name. */
public class UnknownTopologyException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was asked for
     * @param namedTopology the name that is not known
     */
    public UnknownTopologyException(String message, String namedTopology) {
        super(describe(message, namedTopology));
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what was asked for
     * @param throwable the cause, or null if unknown
     * @param namedTopology the name that is not known
     */
    public UnknownTopologyException(String message, @Nullable Throwable throwable, String namedTopology) {
        super(describe(message, namedTopology), throwable);
    }

    private static String describe(String message, String namedTopology) {
        return message + " (no topology is named '" + namedTopology + "')";
    }
}
