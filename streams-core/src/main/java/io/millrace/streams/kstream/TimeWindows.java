package io.millrace.streams.kstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows of fixed length that follow each other, or overlap if they advance by less than their length.
 *
 * <p>They are aligned to the epoch: a window starts at each multiple of the advance. The start is included, the end is not.
 *
 * <pre>{@code
 * TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofMinutes(5)) // tumbling
 * TimeWindows.ofSizeWithNoGrace(Duration.ofHours(1)).advanceBy(Duration.ofMinutes(10)) // hopping
 * }</pre>
 */
public final class TimeWindows extends Windows<TimeWindow> {

    /** Length of a window in milliseconds. */
    public final long sizeMs;

    /** From the start of one window to the start of the next, in milliseconds. */
    public final long advanceMs;

    private final long graceMs;

    private TimeWindows(long sizeMs, long advanceMs, long graceMs) {
        if (sizeMs <= 0) {
            throw new IllegalArgumentException("The size of windows must be positive, but is " + sizeMs + " ms.");
        }
        if (advanceMs <= 0 || advanceMs > sizeMs) {
            throw new IllegalArgumentException("Windows of " + sizeMs + " ms must advance by 1 to " + sizeMs
                    + " ms, but are to advance by " + advanceMs + " ms.");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("The grace period must not be negative, but is " + graceMs + " ms.");
        }
        this.sizeMs = sizeMs;
        this.advanceMs = advanceMs;
        this.graceMs = graceMs;
    }

    /**
     * Returns tumbling windows that close at their end.
     *
     * @param size length of a window, at least 1 ms
     * @return the windows
     * @throws IllegalArgumentException if the size is null, not positive or too long to be counted in milliseconds
     */
    public static TimeWindows ofSizeWithNoGrace(Duration size) throws IllegalArgumentException {
        return ofSizeAndGrace(size, Duration.ZERO);
    }

    /**
     * Returns tumbling windows that close some time after their end.
     *
     * @param size length of a window, at least 1 ms
     * @param afterWindowEnd the grace period: how long after the end records are still taken
     * @return the windows
     * @throws IllegalArgumentException if the size is null, not positive or too long to be counted in milliseconds, or the
     *     grace period null, negative or too long
     */
    public static TimeWindows ofSizeAndGrace(Duration size, Duration afterWindowEnd) throws IllegalArgumentException {
        long sizeMs = TimeArgument.toMs(size, "size");
        return new TimeWindows(sizeMs, sizeMs, TimeArgument.toMs(afterWindowEnd, "afterWindowEnd"));
    }

    /**
     * Returns windows of the same length and grace period that start more often.
     *
     * @param advance from the start of one window to the start of the next; more than zero, at most the length
     * @return the windows
     * @throws IllegalArgumentException if the advance is null or out of these bounds
     */
    public TimeWindows advanceBy(Duration advance) {
        return new TimeWindows(sizeMs, TimeArgument.toMs(advance, "advance"), graceMs);
    }

    @Override
    public Map<Long, TimeWindow> windowsFor(long timestamp) {
        // The first window that has not ended yet, but none before the epoch.
        long start = Math.max(0, timestamp - sizeMs + advanceMs) / advanceMs * advanceMs;
        Map<Long, TimeWindow> windows = new LinkedHashMap<>();
        while (start <= timestamp) {
            windows.put(start, new TimeWindow(start, start + sizeMs));
            start += advanceMs;
        }
        return windows;
    }

    @Override
    public long size() {
        return sizeMs;
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TimeWindows other
                && sizeMs == other.sizeMs
                && advanceMs == other.advanceMs
                && graceMs == other.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sizeMs, advanceMs, graceMs);
    }

    @Override
    public String toString() {
        return "TimeWindows{sizeMs=" + sizeMs + ", advanceMs=" + advanceMs + ", graceMs=" + graceMs + "}";
    }
}
