package io.millrace.streams.state;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A value with the timestamp and headers of the record it comes from.
 *
 * @param <V> type of the value
 */
public final class ValueTimestampHeaders<V> {

    private final @Nullable V value;
    private final long timestamp;
    private final Headers headers;

    private ValueTimestampHeaders(@Nullable V value, long timestamp, @Nullable Headers headers) {
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers == null ? new RecordHeaders() : headers;
    }

    /**
     * Joins a value with its timestamp and headers.
     *
     * @param value the value; may be null
     * @param timestamp the timestamp, in epoch milliseconds
     * @param headers the headers, which are not copied; null for none
     * @param <V> type of the value
     * @return the three together, null if the value is null
     */
    public static <V> @Nullable ValueTimestampHeaders<V> make(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return value == null ? null : new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    /**
     * Joins a value, even null, with its timestamp and headers.
     *
     * @param value the value; may be null
     * @param timestamp the timestamp, in epoch milliseconds
     * @param headers the headers, which are not copied; null for none
     * @param <V> type of the value
     * @return the three together
     */
    public static <V> ValueTimestampHeaders<V> makeAllowNullable(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    /**
     * Returns the value of an object that may be missing.
     *
     * @param valueTimestampHeaders the object; may be null
     * @param <V> type of the value
     * @return the value, null if the object or its value is
     */
    public static <V> @Nullable V getValueOrNull(@Nullable ValueTimestampHeaders<V> valueTimestampHeaders) {
        return valueTimestampHeaders == null ? null : valueTimestampHeaders.value;
    }

    /**
     * Returns the value.
     *
     * @return the value, null only if made by {@link #makeAllowNullable}
     */
    @SuppressWarnings("NullAway") // Null only where the caller allowed it; saying so would burden all others.
    public V value() {
        return value;
    }

    /**
     * Returns the timestamp.
     *
     * @return epoch milliseconds
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * Returns the headers.
     *
     * @return the headers, empty if there are none
     */
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ValueTimestampHeaders<?> other
                && timestamp == other.timestamp
                && Objects.equals(value, other.value)
                && headers.equals(other.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "ValueTimestampHeaders{value=" + value + ", timestamp=" + timestamp + ", headers=" + headers + "}";
    }
}
