package io.millrace.streams.engine.runtime;

/**
 * When to commit: an interval after the last commit began, since results wait for the next. Commits that are slow shall not take more than
 * a quarter of the time, though, unless an interval lies between them.
 */
final class CommitSchedule {

    /** How many times as long as a commit took is processed before the next. */
    private static final long REST = 3;

    private final long intervalMs;
    private long sinceMs;
    private long waitMs;

    CommitSchedule(long intervalMs, long nowMs) {
        this.intervalMs = intervalMs;
        this.sinceMs = nowMs;
        this.waitMs = intervalMs;
    }

    boolean isDue(long nowMs) {
        return leftMs(nowMs) <= 0;
    }

    /** How long until the next commit; nothing or less if it is due. */
    long leftMs(long nowMs) {
        return waitMs - (nowMs - sinceMs);
    }

    void nothingToCommit(long nowMs) {
        sinceMs = nowMs;
        waitMs = intervalMs;
    }

    void committed(long beganMs, long endedMs) {
        long tookMs = endedMs - beganMs;
        sinceMs = beganMs;
        waitMs = Math.max(intervalMs, tookMs + Math.min(intervalMs, REST * tookMs));
    }
}
