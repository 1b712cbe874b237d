package io.millrace.streams.query;

import io.millrace.streams.state.VersionedRecordIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a versioned store for the versions of a key that were valid within a range of time.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class MultiVersionedKeyQuery<K, V> implements Query<VersionedRecordIterator<V>> {

    private final K key;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final ResultOrder order;

    private MultiVersionedKeyQuery(K key, @Nullable Instant from, @Nullable Instant to, ResultOrder order) {
        this.key = key;
        this.from = from;
        this.to = to;
        this.order = order;
    }

    /**
     * Asks for all versions of a key.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @return the query
     */
    public static <K, V> MultiVersionedKeyQuery<K, V> withKey(K key) {
        return new MultiVersionedKeyQuery<>(
                Objects.requireNonNull(key, "key cannot be null."), null, null, ResultOrder.ANY);
    }

    /**
     * Asks for versions that were valid at a time or later.
     *
     * @param fromTime the time; null for no lower bound
     * @return a new query
     */
    public MultiVersionedKeyQuery<K, V> fromTime(@Nullable Instant fromTime) {
        return new MultiVersionedKeyQuery<>(key, fromTime, to, order);
    }

    /**
     * Asks for versions that were valid at a time or earlier.
     *
     * @param toTime the time; null for no upper bound
     * @return a new query
     */
    public MultiVersionedKeyQuery<K, V> toTime(@Nullable Instant toTime) {
        return new MultiVersionedKeyQuery<>(key, from, toTime, order);
    }

    /**
     * Asks for the latest version first.
     *
     * @return a new query
     */
    public MultiVersionedKeyQuery<K, V> withDescendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, from, to, ResultOrder.DESCENDING);
    }

    /**
     * Asks for the earliest version first.
     *
     * @return a new query
     */
    public MultiVersionedKeyQuery<K, V> withAscendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, from, to, ResultOrder.ASCENDING);
    }

    /**
     * The key.
     *
     * @return the key
     */
    public K key() {
        return key;
    }

    /**
     * The time at or after which versions were valid.
     *
     * @return the time; empty for no lower bound
     */
    public Optional<Instant> fromTime() {
        return Optional.ofNullable(from);
    }

    /**
     * The time at or before which versions were valid.
     *
     * @return the time; empty for no upper bound
     */
    public Optional<Instant> toTime() {
        return Optional.ofNullable(to);
    }

    /**
     * The order of the answer.
     *
     * @return the order; {@link ResultOrder#ANY} by default
     */
    public ResultOrder resultOrder() {
        return order;
    }
}
