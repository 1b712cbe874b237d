package io.millrace.streams.engine.runtime;

/**
 * How long to wait before lost work is done again: not at all the first time, then twice as long each time it is lost again. Owned by
 * the worker's thread.
 */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 10_000;

    private long nextMs;
    private long untilMs = Long.MIN_VALUE;

    /** Work was lost. */
    void lost(long elapsedMs) {
        untilMs = elapsedMs + nextMs;
        nextMs = Math.min(LONGEST_MS, Math.max(FIRST_MS, 2 * nextMs));
    }

    /** Work was committed. */
    void over() {
        nextMs = 0;
        untilMs = Long.MIN_VALUE;
    }

    boolean isWaiting(long elapsedMs) {
        return elapsedMs < untilMs;
    }
}
