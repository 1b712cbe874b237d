package io.millrace.streams.engine.operator.join;

/**
 * Which records of the other side a record joins with.
 *
 * @param beforeMs how much older they may be
 * @param afterMs how much newer they may be
 */
public record JoinReach(long beforeMs, long afterMs) {

    /** The same seen from the other side. */
    public JoinReach reversed() {
        return new JoinReach(afterMs, beforeMs);
    }

    long fromMs(long timestampMs) {
        return Math.max(0, timestampMs - beforeMs);
    }

    long toMs(long timestampMs) {
        return Math.max(0, timestampMs + afterMs);
    }
}
