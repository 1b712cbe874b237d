package io.millrace.streams.kstream;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows that hold the records of a key until none comes for a while.
 *
 * <p>A record within the gap of a session joins it; one within the gap of two sessions makes them one.
 */
public final class SessionWindows {

    private final long gapMs;
    private final long graceMs;

    private SessionWindows(long gapMs, long graceMs) {
        if (gapMs < 0) {
            throw new IllegalArgumentException("The inactivity gap must not be negative, but is " + gapMs + " ms.");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("The grace period must not be negative, but is " + graceMs + " ms.");
        }
        this.gapMs = gapMs;
        this.graceMs = graceMs;
    }

    /**
     * Returns sessions that close when stream time has passed their end by the gap.
     *
     * @param inactivityGap the longest time between two records of a session
     * @return the windows
     * @throws IllegalArgumentException if the gap is null, negative or too long to be counted in milliseconds
     */
    public static SessionWindows ofInactivityGapWithNoGrace(Duration inactivityGap) {
        return ofInactivityGapAndGrace(inactivityGap, Duration.ZERO);
    }

    /**
     * Returns sessions that close when stream time has passed their end by the gap and the grace period.
     *
     * @param inactivityGap the longest time between two records of a session
     * @param afterWindowEnd the grace period: how much longer late records are still taken
     * @return the windows
     * @throws IllegalArgumentException if either is null, negative or too long to be counted in milliseconds
     */
    public static SessionWindows ofInactivityGapAndGrace(Duration inactivityGap, Duration afterWindowEnd) {
        return new SessionWindows(
                TimeArgument.toMs(inactivityGap, "inactivityGap"), TimeArgument.toMs(afterWindowEnd, "afterWindowEnd"));
    }

    /**
     * Returns how much longer than the gap late records are taken.
     *
     * @return the grace period in milliseconds
     */
    public long gracePeriodMs() {
        return graceMs;
    }

    /**
     * Returns the longest time between two records of a session.
     *
     * @return the gap in milliseconds
     */
    public long inactivityGap() {
        return gapMs;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SessionWindows other && gapMs == other.gapMs && graceMs == other.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gapMs, graceMs);
    }

    @Override
    public String toString() {
        return "SessionWindows{gapMs=" + gapMs + ", graceMs=" + graceMs + "}";
    }
}
