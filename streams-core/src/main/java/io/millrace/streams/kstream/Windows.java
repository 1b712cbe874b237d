package io.millrace.streams.kstream;

import java.util.Map;

/**
 * How time is divided into windows of fixed length.
 *
 * <p>A window closes at its end plus the grace period, measured in stream time; records that come later are dropped.
 *
 * @param <W> type of the windows
 */
public abstract class Windows<W extends Window> {

    /** The grace period that deprecated constructors gave: 24 hours, in milliseconds. */
    protected static final long DEPRECATED_DEFAULT_24_HR_GRACE_PERIOD = 24 * 60 * 60 * 1000L;

    /** No grace period: a window closes at its end. */
    protected static final long NO_GRACE_PERIOD = 0L;

    /** Creates the windows. */
    protected Windows() {}

    /**
     * Returns the windows that a timestamp falls into, by their start, earliest first.
     *
     * @param timestamp the timestamp, in epoch milliseconds
     * @return the windows by start in epoch milliseconds; empty if there is none
     */
    public abstract Map<Long, W> windowsFor(long timestamp);

    /**
     * Returns the length of the windows.
     *
     * @return the length in milliseconds
     */
    public abstract long size();

    /**
     * Returns how long after the end of a window records are still taken.
     *
     * @return the grace period in milliseconds
     */
    public abstract long gracePeriodMs();
}
