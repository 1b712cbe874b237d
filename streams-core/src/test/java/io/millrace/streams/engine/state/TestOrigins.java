package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The record in hand, as a test sets it. */
public final class TestOrigins implements OriginScope {

    private RecordOrigin current = origin(0, 0);

    /** Puts a record in hand. */
    public RecordOrigin at(long offset, long timestampMs) {
        current = origin(offset, timestampMs);
        return current;
    }

    private static RecordOrigin origin(long offset, long timestampMs) {
        return new RecordOrigin("input", 0, offset, timestampMs, new RecordHeaders(), null, null);
    }

    @Override
    public RecordOrigin current() {
        return current;
    }

    @Override
    public void enter(RecordOrigin origin) {
        current = origin;
    }
}
