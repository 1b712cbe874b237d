package io.millrace.streams.query;

import io.millrace.streams.state.KeyValueIterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a key-value store for the entries within a range of keys. Keys are compared as bytes, as their serializer writes them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class RangeQuery<K, V> implements Query<KeyValueIterator<K, V>> {

    private final KeyRange<K> range;

    private RangeQuery(KeyRange<K> range) {
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
    public static <K, V> RangeQuery<K, V> withRange(@Nullable K lower, @Nullable K upper) {
        return new RangeQuery<>(KeyRange.of(lower, upper));
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
    public RangeQuery<K, V> withDescendingKeys() {
        return new RangeQuery<>(range.in(ResultOrder.DESCENDING));
    }

    /**
     * Asks for the lowest key first.
     *
     * @return a new query
     */
    public RangeQuery<K, V> withAscendingKeys() {
        return new RangeQuery<>(range.in(ResultOrder.ASCENDING));
    }

    /**
     * Asks for the entries up to a key.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param upper the highest key, inclusive
     * @return the query
     */
    public static <K, V> RangeQuery<K, V> withUpperBound(K upper) {
        return new RangeQuery<>(KeyRange.of(null, upper));
    }

    /**
     * Asks for the entries from a key on.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param lower the lowest key
     * @return the query
     */
    public static <K, V> RangeQuery<K, V> withLowerBound(K lower) {
        return new RangeQuery<>(KeyRange.of(lower, null));
    }

    /**
     * Asks for all entries.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the query
     */
    public static <K, V> RangeQuery<K, V> withNoBounds() {
        return new RangeQuery<>(KeyRange.of(null, null));
    }

    /**
     * The lowest key.
     *
     * @return the key; empty for no lower bound
     */
    public Optional<K> getLowerBound() {
        return range.lowerBound();
    }

    /**
     * The highest key, inclusive.
     *
     * @return the key; empty for no upper bound
     */
    public Optional<K> getUpperBound() {
        return range.upperBound();
    }
}
