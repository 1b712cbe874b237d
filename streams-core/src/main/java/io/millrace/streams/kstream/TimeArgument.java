package io.millrace.streams.kstream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns durations and instants of the public API into milliseconds. */
final class TimeArgument {

    private TimeArgument() {}

    /**
     * Converts a duration.
     *
     * @throws IllegalArgumentException if it is null or its milliseconds do not fit a long
     */
    static long toMs(@Nullable Duration duration, String parameter) {
        if (duration == null) {
            throw new IllegalArgumentException("Parameter \"" + parameter + "\" must be a duration, not null.");
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "Parameter \"" + parameter + "\" is " + duration
                            + ", which is too long to be counted in milliseconds.",
                    e);
        }
    }

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
