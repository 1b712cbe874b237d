package io.millrace.streams.engine.state;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a drain sends the last value of each changed key. */
@FunctionalInterface
public interface ChangelogAppender {

    /** Appends one change; a null value is a tombstone, null headers mean none. */
    void append(
            TopicPartition changelog, byte[] key, byte @Nullable [] value, long timestampMs, @Nullable Headers headers);
}
