package io.millrace.streams.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a window store for all windows that start within a range of time, or a session store for all sessions of a key.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public class WindowRangeQuery<K, V> implements Query<KeyValueIterator<Windowed<K>, V>> {

    private final @Nullable K key;
    private final @Nullable Instant timeFrom;
    private final @Nullable Instant timeTo;

    private WindowRangeQuery(@Nullable K key, @Nullable Instant timeFrom, @Nullable Instant timeTo) {
        this.key = key;
        this.timeFrom = timeFrom;
        this.timeTo = timeTo;
    }

    /**
     * Asks for all sessions of a key.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @return the query
     */
    public static <K, V> WindowRangeQuery<K, V> withKey(K key) {
        return new WindowRangeQuery<>(Objects.requireNonNull(key, "key"), null, null);
    }

    /**
     * Asks for all windows that start within a range of time.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param timeFrom the earliest start
     * @param timeTo the latest start, inclusive
     * @return the query
     */
    public static <K, V> WindowRangeQuery<K, V> withWindowStartRange(Instant timeFrom, Instant timeTo) {
        return new WindowRangeQuery<>(
                null, Objects.requireNonNull(timeFrom, "timeFrom"), Objects.requireNonNull(timeTo, "timeTo"));
    }

    /**
     * The key.
     *
     * @return the key; empty if the query asks for a range of time
     */
    public Optional<K> getKey() {
        return Optional.ofNullable(key);
    }

    /**
     * The earliest start.
     *
     * @return the time; empty if the query asks for a key
     */
    public Optional<Instant> getTimeFrom() {
        return Optional.ofNullable(timeFrom);
    }

    /**
     * The latest start, inclusive.
     *
     * @return the time; empty if the query asks for a key
     */
    public Optional<Instant> getTimeTo() {
        return Optional.ofNullable(timeTo);
    }

    @Override
    public String toString() {
        return "WindowRangeQuery{key=" + Optional.ofNullable(key) + ", timeFrom=" + Optional.ofNullable(timeFrom)
                + ", timeTo=" + Optional.ofNullable(timeTo) + "}";
    }
}
