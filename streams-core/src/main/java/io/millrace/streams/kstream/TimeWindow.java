package io.millrace.streams.kstream;

/** A window of fixed length: the start is included, the end is not. */
public final class TimeWindow extends Window {

    /**
     * Creates a window.
     *
     * @param startMs start, included, in epoch milliseconds
     * @param endMs end, not included, in epoch milliseconds
     * @throws IllegalArgumentException if the start is negative or the end not after the start
     */
    public TimeWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
        if (startMs == endMs) {
            throw new IllegalArgumentException(
                    "A time window cannot be empty, but starts and ends at " + startMs + " ms.");
        }
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        TimeWindow window = sameKind(other, TimeWindow.class);
        return startMs < window.endMs && window.startMs < endMs;
    }
}
