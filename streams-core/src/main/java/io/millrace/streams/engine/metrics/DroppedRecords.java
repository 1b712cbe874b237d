package io.millrace.streams.engine.metrics;

/**
 * Counts the records a task drops on purpose. The processor context that the engine gives to an operator is one of these.
 */
public interface DroppedRecords {

    /** Counts one dropped record and logs, at DEBUG and sparingly at WARN, why: a constant sentence such as "null key". */
    void dropped(String reason);
}
