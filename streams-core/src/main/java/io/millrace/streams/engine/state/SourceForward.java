package io.millrace.streams.engine.state;

import io.millrace.streams.processor.api.Record;

/**
 * Forwards a record that was kept for a while as one read where it once was read. The processor context that the engine gives to an
 * operator is one of these.
 */
@FunctionalInterface
public interface SourceForward {

    /** Forwards to all children, with the place of the record in hand instead of that of the one being processed. */
    void forwardFrom(String topic, int partition, long offset, Record<?, ?> record);
}
