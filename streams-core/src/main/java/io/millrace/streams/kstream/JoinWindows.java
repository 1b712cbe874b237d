package io.millrace.streams.kstream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far apart in time two records of two streams may be to be joined.
 *
 * <p>For a record of this stream at time {@code t} they are the records of the other stream from {@code t - before} to
 * {@code t + after}, both included. Either may be negative, as long as the other makes up for it.
 */
public class JoinWindows extends Windows<Window> {

    /** How far the other record may be before this one, in milliseconds. */
    public final long beforeMs;

    /** How far the other record may be after this one, in milliseconds. */
    public final long afterMs;

    /** Whether a left or outer join waits until the window has closed before it emits a record without match. */
    protected final boolean enableSpuriousResultFix;

    private final long graceMs;

    /**
     * Copies join windows.
     *
     * @param joinWindows what to copy
     */
    protected JoinWindows(JoinWindows joinWindows) {
        this(joinWindows.beforeMs, joinWindows.afterMs, joinWindows.graceMs, joinWindows.enableSpuriousResultFix);
    }

    private JoinWindows(long beforeMs, long afterMs, long graceMs, boolean enableSpuriousResultFix) {
        if (beforeMs + afterMs < 0) {
            throw new IllegalArgumentException("Join windows from " + beforeMs + " ms before to " + afterMs
                    + " ms after are of negative length; one must make up for the other.");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("The grace period must not be negative, but is " + graceMs + " ms.");
        }
        this.beforeMs = beforeMs;
        this.afterMs = afterMs;
        this.graceMs = graceMs;
        this.enableSpuriousResultFix = enableSpuriousResultFix;
    }

    /**
     * Joins records whose timestamps differ by no more than a given time, and takes late records for a while.
     *
     * @param timeDifference the most by which the timestamps differ
     * @param afterWindowEnd the grace period: how long after the end of a window records are still taken
     * @return the windows
     * @throws IllegalArgumentException if either is null, negative or too long to be counted in milliseconds
     */
    public static JoinWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration afterWindowEnd) {
        long timeDifferenceMs = TimeArgument.toMs(timeDifference, "timeDifference");
        return new JoinWindows(
                timeDifferenceMs, timeDifferenceMs, TimeArgument.toMs(afterWindowEnd, "afterWindowEnd"), true);
    }

    /**
     * Joins records whose timestamps differ by no more than a given time.
     *
     * @param timeDifference the most by which the timestamps differ
     * @return the windows
     * @throws IllegalArgumentException if the time difference is null, negative or too long to be counted in milliseconds
     */
    public static JoinWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /**
     * Returns windows with another bound before.
     *
     * @param timeDifference how far the other record may be before this one; negative for at least so far after
     * @return the windows
     * @throws IllegalArgumentException if it is null or makes the length negative
     */
    public JoinWindows before(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(
                TimeArgument.toMs(timeDifference, "timeDifference"), afterMs, graceMs, enableSpuriousResultFix);
    }

    /**
     * Returns windows with another bound after.
     *
     * @param timeDifference how far the other record may be after this one; negative for at least so far before
     * @return the windows
     * @throws IllegalArgumentException if it is null or makes the length negative
     */
    public JoinWindows after(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(
                beforeMs, TimeArgument.toMs(timeDifference, "timeDifference"), graceMs, enableSpuriousResultFix);
    }

    /**
     * Always refuses: join windows belong to each record and do not divide time.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Map<Long, Window> windowsFor(long timestamp) {
        throw new UnsupportedOperationException(
                "windowsFor() is not supported by JoinWindows, which belong to each record; use TimeWindows to divide time.");
    }

    @Override
    public long size() {
        return beforeMs + afterMs;
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        JoinWindows other = (JoinWindows) o;
        return beforeMs == other.beforeMs
                && afterMs == other.afterMs
                && graceMs == other.graceMs
                && enableSpuriousResultFix == other.enableSpuriousResultFix;
    }

    @Override
    public int hashCode() {
        return Objects.hash(beforeMs, afterMs, graceMs, enableSpuriousResultFix);
    }

    @Override
    public String toString() {
        return "JoinWindows{beforeMs=" + beforeMs + ", afterMs=" + afterMs + ", graceMs=" + graceMs + "}";
    }
}
