package io.millrace.streams.kstream;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows that hold the records whose timestamps differ by no more than a given time.
 *
 * <p>They are aligned to the records, not to the epoch: there is a window for each set of records that can be seen together.
 * Start and end are both included.
 */
public final class SlidingWindows {

    private final long timeDifferenceMs;
    private final long graceMs;

    private SlidingWindows(long timeDifferenceMs, long graceMs) {
        if (timeDifferenceMs < 0) {
            throw new IllegalArgumentException("The time difference of a sliding window must not be negative, but is "
                    + timeDifferenceMs + " ms.");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("The grace period must not be negative, but is " + graceMs + " ms.");
        }
        this.timeDifferenceMs = timeDifferenceMs;
        this.graceMs = graceMs;
    }

    /**
     * Returns sliding windows that close at their end.
     *
     * @param timeDifference the most by which timestamps in a window differ
     * @return the windows
     * @throws IllegalArgumentException if the time difference is null, negative or too long to be counted in milliseconds
     */
    public static SlidingWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) throws IllegalArgumentException {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /**
     * Returns sliding windows that close some time after their end.
     *
     * @param timeDifference the most by which timestamps in a window differ
     * @param afterWindowEnd the grace period: how long after the end records are still taken
     * @return the windows
     * @throws IllegalArgumentException if either is null, negative or too long to be counted in milliseconds
     */
    public static SlidingWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration afterWindowEnd)
            throws IllegalArgumentException {
        return new SlidingWindows(
                TimeArgument.toMs(timeDifference, "timeDifference"),
                TimeArgument.toMs(afterWindowEnd, "afterWindowEnd"));
    }

    /**
     * Returns the most by which timestamps in a window differ.
     *
     * @return the time difference in milliseconds
     */
    public long timeDifferenceMs() {
        return timeDifferenceMs;
    }

    /**
     * Returns how long after the end of a window records are still taken.
     *
     * @return the grace period in milliseconds
     */
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SlidingWindows other
                && timeDifferenceMs == other.timeDifferenceMs
                && graceMs == other.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeDifferenceMs, graceMs);
    }

    @Override
    public String toString() {
        return "SlidingWindows{timeDifferenceMs=" + timeDifferenceMs + ", graceMs=" + graceMs + "}";
    }
}
