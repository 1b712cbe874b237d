package io.millrace.streams.processor.api;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record whose key a processor can read but not replace, so that the record stays in its partition.
 *
 * <p>The fields cannot be replaced: the {@code with} methods answer a copy. The headers can be changed in place; each record has
 * its own. Programs do not create such records; they are given them, and derive others from them.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class FixedKeyRecord<K extends @Nullable Object, V extends @Nullable Object> {

    private final Record<K, V> content;

    FixedKeyRecord(Record<K, V> content) {
        this.content = content;
    }

    /**
     * The key.
     *
     * @return the key, may be null
     */
    public K key() {
        return content.key();
    }

    /**
     * The value.
     *
     * @return the value, may be null
     */
    public V value() {
        return content.value();
    }

    /**
     * The timestamp.
     *
     * @return milliseconds since the epoch, never negative
     */
    public long timestamp() {
        return content.timestamp();
    }

    /**
     * The headers, which may be changed in place.
     *
     * @return the headers, never null
     */
    public Headers headers() {
        return content.headers();
    }

    /**
     * Copies the record with another value.
     *
     * @param <NewV> the type of the value
     * @param value the value, may be null
     * @return the copy
     */
    public <NewV extends @Nullable Object> FixedKeyRecord<K, NewV> withValue(NewV value) {
        return new FixedKeyRecord<>(content.withValue(value));
    }

    /**
     * Copies the record with another timestamp.
     *
     * @param timestamp the timestamp in milliseconds since the epoch
     * @return the copy
     * @throws io.millrace.streams.errors.StreamsException if the timestamp is negative
     */
    public FixedKeyRecord<K, V> withTimestamp(long timestamp) {
        return new FixedKeyRecord<>(content.withTimestamp(timestamp));
    }

    /**
     * Copies the record with other headers.
     *
     * @param headers the headers, which are copied; null for none
     * @return the copy
     */
    public FixedKeyRecord<K, V> withHeaders(@Nullable Headers headers) {
        return new FixedKeyRecord<>(content.withHeaders(headers));
    }

    @Override
    public String toString() {
        return "FixedKey" + content;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FixedKeyRecord<?, ?> record && content.equals(record.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(content);
    }
}
