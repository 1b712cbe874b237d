package io.millrace.streams.engine.state;

/** How far a stream-stream join has come. Owned by the thread of its task. */
public final class JoinProgress {

    private long streamTimeMs = -1;
    private long lookFromMs = Long.MAX_VALUE;
    private long nextEmitMs;

    /** Latest timestamp either side has seen, -1 before the first record. */
    public long streamTimeMs() {
        return streamTimeMs;
    }

    public void observe(long timestampMs) {
        streamTimeMs = Math.max(streamTimeMs, timestampMs);
    }

    /** Records that wait for a match are next looked at when one of this timestamp can find none any more. */
    public long lookFromMs() {
        return lookFromMs;
    }

    public void lookFromMs(long timestampMs) {
        lookFromMs = timestampMs;
    }

    /** When, by the wall clock, to look for records again that can find no match any more. */
    public long nextEmitMs() {
        return nextEmitMs;
    }

    public void nextEmitMs(long systemTimeMs) {
        nextEmitMs = systemTimeMs;
    }
}
