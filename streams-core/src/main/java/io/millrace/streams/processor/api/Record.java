package io.millrace.streams.processor.api;

import io.millrace.streams.errors.StreamsException;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A key, a value, a timestamp and headers, on their way through a topology.
 *
 * <p>The fields cannot be replaced: the {@code with} methods answer a copy. The headers can be changed in place; each record has
 * its own.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public class Record<K extends @Nullable Object, V extends @Nullable Object> {

    private final K key;
    private final V value;
    private final long timestamp;

    /** Null stands for empty headers that nobody has asked for yet; most records never need the object. */
    private @Nullable Headers headers;

    /**
     * Creates a record.
     *
     * @param key the key, may be null
     * @param value the value, may be null
     * @param timestamp the timestamp in milliseconds since the epoch
     * @param headers the headers, which are copied; null for none
     * @throws StreamsException if the timestamp is negative
     */
    public Record(K key, V value, long timestamp, @Nullable Headers headers) {
        if (timestamp < 0) {
            throw new StreamsException(
                    "A record cannot have the negative timestamp " + timestamp + ".",
                    new IllegalArgumentException("Timestamp is negative: " + timestamp));
        }
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = copyUnlessEmpty(headers);
    }

    /**
     * Creates a record without headers.
     *
     * @param key the key, may be null
     * @param value the value, may be null
     * @param timestamp the timestamp in milliseconds since the epoch
     * @throws StreamsException if the timestamp is negative
     */
    public Record(K key, V value, long timestamp) {
        this(key, value, timestamp, null);
    }

    /**
     * The key.
     *
     * @return the key, may be null
     */
    public K key() {
        return key;
    }

    /**
     * The value.
     *
     * @return the value, may be null
     */
    public V value() {
        return value;
    }

    /**
     * The timestamp.
     *
     * @return milliseconds since the epoch, never negative
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * The headers, which may be changed in place.
     *
     * @return the headers, never null
     */
    public Headers headers() {
        Headers current = headers;
        if (current == null) {
            current = new RecordHeaders();
            headers = current;
        }
        return current;
    }

    /**
     * Copies the record with another key.
     *
     * @param <NewK> the type of the key
     * @param key the key, may be null
     * @return the copy
     */
    public <NewK extends @Nullable Object> Record<NewK, V> withKey(NewK key) {
        return new Record<>(key, value, timestamp, headers);
    }

    /**
     * Copies the record with another value.
     *
     * @param <NewV> the type of the value
     * @param value the value, may be null
     * @return the copy
     */
    public <NewV extends @Nullable Object> Record<K, NewV> withValue(NewV value) {
        return new Record<>(key, value, timestamp, headers);
    }

    /**
     * Copies the record with another timestamp.
     *
     * @param timestamp the timestamp in milliseconds since the epoch
     * @return the copy
     * @throws StreamsException if the timestamp is negative
     */
    public Record<K, V> withTimestamp(long timestamp) {
        return new Record<>(key, value, timestamp, headers);
    }

    /**
     * Copies the record with other headers.
     *
     * @param headers the headers, which are copied; null for none
     * @return the copy
     */
    public Record<K, V> withHeaders(@Nullable Headers headers) {
        return new Record<>(key, value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "Record{key=" + key + ", value=" + value + ", timestamp=" + timestamp + ", headers=" + headers() + "}";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Record<?, ?> record
                && getClass() == record.getClass()
                && timestamp == record.timestamp
                && Objects.equals(key, record.key)
                && Objects.equals(value, record.value)
                && headers().equals(record.headers());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, timestamp, headers());
    }

    private static @Nullable Headers copyUnlessEmpty(@Nullable Headers headers) {
        return headers == null || !headers.iterator().hasNext() ? null : new RecordHeaders(headers);
    }
}
