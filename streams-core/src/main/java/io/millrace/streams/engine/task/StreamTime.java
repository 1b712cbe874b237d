package io.millrace.streams.engine.task;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The highest timestamp seen, which never goes back. */
final class StreamTime {

    /** No record was seen yet; equals the API's "no timestamp". */
    static final long UNKNOWN = ConsumerRecord.NO_TIMESTAMP;

    private long nowMs = UNKNOWN;

    long nowMs() {
        return nowMs;
    }

    void advanceTo(long timestampMs) {
        if (timestampMs > nowMs) {
            nowMs = timestampMs;
        }
    }
}
