package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.processor.api.Record;

/**
 * A record that was read: typed, with its event time.
 *
 * @param record key, value, time and headers
 * @param origin where it came from
 */
record StampedRecord(Record<Object, Object> record, RecordOrigin origin) {

    long timestampMs() {
        return origin.timestampMs();
    }
}
