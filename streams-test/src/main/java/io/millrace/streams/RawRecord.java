package io.millrace.streams;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record as bytes on its way into or out of a topology under test.
 *
 * @param topic the topic it is written to
 * @param key serialised key
 * @param value serialised value
 * @param headers owned by the record
 * @param timestampMs event time
 */
record RawRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestampMs) {

    /** The same record with headers of its own, as a broker would hand it out. */
    RawRecord copy() {
        return new RawRecord(topic, key, value, new RecordHeaders(headers), timestampMs);
    }
}
