package io.millrace.streams.engine.log;

import io.millrace.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * What was sent since the last commit is not in the log and never will be, because its transaction cannot be committed or the
 * brokers are not waited for any longer. All the work
 * behind it must be done again, from the committed input positions.
 */
public final class WorkLostException extends StreamsException {

    /** Makes one with a message that says why. */
    public WorkLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
