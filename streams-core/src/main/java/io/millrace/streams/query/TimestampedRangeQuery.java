package io.millrace.streams.query;

import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a timestamped key-value store for the entries within a range of keys, with their timestamps. Keys are compared as bytes,
 * as their serializer writes them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class TimestampedRangeQuery<K, V> implements Query<KeyValueIterator<K, ValueAndTimestamp<V>>> {

    private final KeyRange<K> range;

    private TimestampedRangeQuery(KeyRange<K> range) {
        this.range = range;
    }

    /**
     * Asks for the entries between two keys.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param lower the lowest key; null for no lower bound
     * @param upper the highest key, inclusive; null for no upper bound
     * @return the query
     */
    public static <K, V> TimestampedRangeQuery<K, V> withRange(@Nullable K lower, @Nullable K upper) {
        return new TimestampedRangeQuery<>(KeyRange.of(lower, upper));
    }

    /**
     * Asks for the entries up to a key.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param upper the highest key, inclusive
     * @return the query
     */
    public static <K, V> TimestampedRangeQuery<K, V> withUpperBound(K upper) {
        return new TimestampedRangeQuery<>(KeyRange.of(null, upper));
    }

    /**
     * Asks for the entries from a key on.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param lower the lowest key
     * @return the query
     */
    public static <K, V> TimestampedRangeQuery<K, V> withLowerBound(K lower) {
        return new TimestampedRangeQuery<>(KeyRange.of(lower, null));
    }

    /**
     * The order of the answer.
     *
     * @return the order; {@link ResultOrder#ANY} by default
     */
    public ResultOrder resultOrder() {
        return range.order();
    }

    /**
     * Asks for the highest key first.
     *
     * @return a new query
     */
    public TimestampedRangeQuery<K, V> withDescendingKeys() {
        return new TimestampedRangeQuery<>(range.in(ResultOrder.DESCENDING));
    }

    /**
     * Asks for the lowest key first.
     *
     * @return a new query
     */
    public TimestampedRangeQuery<K, V> withAscendingKeys() {
        return new TimestampedRangeQuery<>(range.in(ResultOrder.ASCENDING));
    }

    /**
     * Asks for all entries.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the query
     */
    public static <K, V> TimestampedRangeQuery<K, V> withNoBounds() {
        return new TimestampedRangeQuery<>(KeyRange.of(null, null));
    }

    /**
     * The lowest key.
     *
     * @return the key; empty for no lower bound
     */
    public Optional<K> lowerBound() {
        return range.lowerBound();
    }

    /**
     * The highest key, inclusive.
     *
     * @return the key; empty for no upper bound
     */
    public Optional<K> upperBound() {
        return range.upperBound();
    }
}
