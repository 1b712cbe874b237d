package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;

/**
 * The one ambient "record in hand" of a task, as far as state needs it: a buffered write remembers the record that caused it,
 * and a drain puts that record back in hand while it emits the change.
 */
public interface OriginScope {

    /** The record being processed now. */
    RecordOrigin current();

    /** Puts another record in hand; the caller restores the previous one. */
    void enter(RecordOrigin origin);
}
