package io.millrace.streams.engine.log;

import io.millrace.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * A publish made the outputs permanent, but the input positions could not be committed at the moment: the group is
 * rebalancing, or its coordinator does not answer. Nothing is lost: poll, then publish the same positions again.
 */
public final class CommitDeferredException extends StreamsException {

    /** Makes one with a message that says why. */
    public CommitDeferredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
