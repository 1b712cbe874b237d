package io.millrace.streams.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

/** A topology cannot be configured or started. Tells what happened, and what to do about it. */
public class StreamsStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String action;

    /**
     * Makes an exception.
     *
     * @param description what happened
     * @param action what to do
     * @param cause what was thrown, null if nothing was
     */
    public StreamsStartException(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    /** What happened. */
    public final String description() {
        return description;
    }

    /** What to do about it. */
    public final String action() {
        return action;
    }
}
