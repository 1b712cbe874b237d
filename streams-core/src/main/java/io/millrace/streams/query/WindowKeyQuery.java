package io.millrace.streams.query;

import io.millrace.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks a window store for the windows of a key that start within a range of time.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public class WindowKeyQuery<K, V> implements Query<WindowStoreIterator<V>> {

    private final K key;
    private final Instant timeFrom;
    private final Instant timeTo;

    private WindowKeyQuery(K key, Instant timeFrom, Instant timeTo) {
        this.key = key;
        this.timeFrom = timeFrom;
        this.timeTo = timeTo;
    }

    /**
     * Asks for the windows of a key that start within a range of time.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @param timeFrom the earliest start
     * @param timeTo the latest start, inclusive
     * @return the query
     */
    public static <K, V> WindowKeyQuery<K, V> withKeyAndWindowStartRange(K key, Instant timeFrom, Instant timeTo) {
        return new WindowKeyQuery<>(
                Objects.requireNonNull(key, "key"),
                Objects.requireNonNull(timeFrom, "timeFrom"),
                Objects.requireNonNull(timeTo, "timeTo"));
    }

    /**
     * The key.
     *
     * @return the key
     */
    public K getKey() {
        return key;
    }

    /**
     * The earliest start.
     *
     * @return the time, never empty
     */
    public Optional<Instant> getTimeFrom() {
        return Optional.of(timeFrom);
    }

    /**
     * The latest start, inclusive.
     *
     * @return the time, never empty
     */
    public Optional<Instant> getTimeTo() {
        return Optional.of(timeTo);
    }

    @Override
    public String toString() {
        return "WindowKeyQuery{key=" + key + ", timeFrom=" + timeFrom + ", timeTo=" + timeTo + "}";
    }
}
