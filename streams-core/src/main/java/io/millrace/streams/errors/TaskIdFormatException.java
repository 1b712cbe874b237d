package io.millrace.streams.errors;

import org.jspecify.annotations.Nullable;

/** A text is not the name of a task. */
public class TaskIdFormatException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the text that was read
     */
    public TaskIdFormatException(String message) {
        super(describe(message));
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message the text that was read
     * @param throwable the cause, or null if unknown
     */
    public TaskIdFormatException(String message, @Nullable Throwable throwable) {
        super(describe(message), throwable);
    }

    /**
     * Creates the exception with the message of its cause.
     *
     * @param throwable the cause, or null if unknown
     */
    public TaskIdFormatException(@Nullable Throwable throwable) {
        super(throwable);
    }

    private static String describe(String text) {
        return "'" + text + "' is not a task id; one looks like 0_3, for sub-topology 0 and partition 3.";
    }
}
