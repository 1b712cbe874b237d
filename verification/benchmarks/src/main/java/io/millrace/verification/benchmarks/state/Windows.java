package io.millrace.verification.benchmarks.state;

/** A window store of either library. */
interface Windows {

    void put(String key, byte[] value, long startMs);

    /** Walks over the windows of a key that start in a time range, both ends included. Returns the sum of their start times. */
    long fetch(String key, long fromMs, long toMs);
}
