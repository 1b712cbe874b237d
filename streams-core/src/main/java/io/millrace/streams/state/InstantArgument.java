package io.millrace.streams.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns instants of the public API into epoch milliseconds. */
final class InstantArgument {

    private InstantArgument() {}

    /**
     * Converts an instant.
     *
     * @throws IllegalArgumentException if it is null or its milliseconds do not fit a long
     */
    static long toEpochMs(@Nullable Instant instant, String parameter) {
        if (instant == null) {
            throw new IllegalArgumentException("Parameter \"" + parameter + "\" must be an instant, not null.");
        }
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "Parameter \"" + parameter + "\" is " + instant
                            + ", which is too far from the epoch to be counted in milliseconds.",
                    e);
        }
    }
}
