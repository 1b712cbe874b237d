package io.millrace.streams.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value and the timestamp of the record it comes from.
 *
 * @param <V> type of the value
 */
public final class ValueAndTimestamp<V> {

    private final @Nullable V value;
    private final long timestamp;

    private ValueAndTimestamp(@Nullable V value, long timestamp) {
        this.value = value;
        this.timestamp = timestamp;
    }

    /**
     * Pairs a value with its timestamp.
     *
     * @param value the value; may be null
     * @param timestamp the timestamp, in epoch milliseconds
     * @param <V> type of the value
     * @return the pair, null if the value is null
     */
    public static <V> @Nullable ValueAndTimestamp<V> make(@Nullable V value, long timestamp) {
        return value == null ? null : new ValueAndTimestamp<>(value, timestamp);
    }

    /**
     * Pairs a value, even null, with its timestamp.
     *
     * @param value the value; may be null
     * @param timestamp the timestamp, in epoch milliseconds
     * @param <V> type of the value
     * @return the pair
     */
    public static <V> ValueAndTimestamp<V> makeAllowNullable(@Nullable V value, long timestamp) {
        return new ValueAndTimestamp<>(value, timestamp);
    }

    /**
     * Returns the value of a pair that may be missing.
     *
     * @param valueAndTimestamp the pair; may be null
     * @param <V> type of the value
     * @return the value, null if the pair or its value is
     */
    public static <V> @Nullable V getValueOrNull(@Nullable ValueAndTimestamp<V> valueAndTimestamp) {
        return valueAndTimestamp == null ? null : valueAndTimestamp.value;
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

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + ">";
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ValueAndTimestamp<?> other
                && timestamp == other.timestamp
                && Objects.equals(value, other.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp);
    }
}
