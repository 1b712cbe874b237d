package io.millrace.streams.engine.log;

import io.millrace.streams.processor.RecordContext;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where the record in hand came from: made once for each source record and shared by everything it causes, from a buffered
 * store write to the error report of a send that fails much later.
 *
 * @param topic name of the source topic, null when nothing was read (a wall-clock punctuation)
 * @param partition the source partition, -1 when nothing was read
 * @param offset the source offset, -1 when nothing was read
 * @param timestampMs event time the engine gave the record
 * @param headers headers as read; owned by the record being processed
 * @param rawKey key bytes as read
 * @param rawValue value bytes as read
 */
public record RecordOrigin(
        @Nullable String topic,
        int partition,
        long offset,
        long timestampMs,
        Headers headers,
        byte @Nullable [] rawKey,
        byte @Nullable [] rawValue)
        implements RecordContext {

    @Override
    public long timestamp() {
        return timestampMs;
    }

    @Override
    public byte @Nullable [] sourceRawKey() {
        return rawKey;
    }

    @Override
    public byte @Nullable [] sourceRawValue() {
        return rawValue;
    }
}
