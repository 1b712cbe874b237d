package io.millrace.streams.engine.state;

/** A typed store that forgets what is older than its retention period, seen from the latest it was given. */
public interface Expiring {

    /** How long after it a window is forgotten; less if that is not known. */
    long retentionMs();

    /** Windows of one such span of time lie together, so that walking over one costs about what it returns. */
    long segmentMs();

    /** No window in the store is earlier. */
    long earliestMs();

    /** No window in the store is later. */
    long latestMs();
}
