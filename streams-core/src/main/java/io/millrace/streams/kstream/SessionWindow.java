package io.millrace.streams.kstream;

/** A session: from its first record to its last, both included. */
public final class SessionWindow extends Window {

    /**
     * Creates a session.
     *
     * @param startMs timestamp of the first record, in epoch milliseconds
     * @param endMs timestamp of the last record, in epoch milliseconds
     * @throws IllegalArgumentException if the start is negative or the end before the start
     */
    public SessionWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        SessionWindow window = sameKind(other, SessionWindow.class);
        return startMs <= window.endMs && window.startMs <= endMs;
    }
}
