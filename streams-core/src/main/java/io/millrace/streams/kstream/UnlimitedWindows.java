package io.millrace.streams.kstream;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A single window without end, from a given start. Records before the start are dropped. */
public final class UnlimitedWindows extends Windows<UnlimitedWindow> {

    private static final long EPOCH_MS = 0L;

    /** Start of the window, included, in epoch milliseconds. */
    public final long startMs;

    private UnlimitedWindows(long startMs) {
        if (startMs < 0) {
            throw new IllegalArgumentException("A window cannot start at the negative time " + startMs + " ms.");
        }
        this.startMs = startMs;
    }

    /**
     * Returns the window that starts at the epoch.
     *
     * @return the window
     */
    public static UnlimitedWindows of() {
        return new UnlimitedWindows(EPOCH_MS);
    }

    /**
     * Returns the window that starts at another time.
     *
     * @param start the start, not before the epoch
     * @return the window
     * @throws IllegalArgumentException if the start is null, before the epoch or too far to be counted in milliseconds
     */
    public UnlimitedWindows startOn(Instant start) throws IllegalArgumentException {
        return new UnlimitedWindows(TimeArgument.toEpochMs(start, "start"));
    }

    @Override
    public Map<Long, UnlimitedWindow> windowsFor(long timestamp) {
        Map<Long, UnlimitedWindow> windows = new HashMap<>();
        if (timestamp >= startMs) {
            windows.put(startMs, new UnlimitedWindow(startMs));
        }
        return windows;
    }

    /** {@inheritDoc} It is {@link Long#MAX_VALUE} here. */
    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    /** {@inheritDoc} It is zero here, as the window never ends. */
    @Override
    public long gracePeriodMs() {
        return NO_GRACE_PERIOD;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof UnlimitedWindows other && startMs == other.startMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(startMs);
    }

    @Override
    public String toString() {
        return "UnlimitedWindows{startMs=" + startMs + "}";
    }
}
