package io.millrace.streams.query;

import io.millrace.streams.state.ValueAndTimestamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a timestamped key-value store for the value of a key, with its timestamp. The answer is null if there is none.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class TimestampedKeyQuery<K, V> implements Query<@Nullable ValueAndTimestamp<V>> {

    private final K key;
    private final boolean skipCache;

    private TimestampedKeyQuery(K key, boolean skipCache) {
        this.key = key;
        this.skipCache = skipCache;
    }

    /**
     * Asks for the value of a key.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @return the query
     */
    public static <K, V> TimestampedKeyQuery<K, V> withKey(K key) {
        return new TimestampedKeyQuery<>(Objects.requireNonNull(key, "the key should not be null"), false);
    }

    /**
     * Leaves out what is not committed to the store yet.
     *
     * @return a new query
     */
    public TimestampedKeyQuery<K, V> skipCache() {
        return new TimestampedKeyQuery<>(key, true);
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
     * Whether the query leaves out what is not committed to the store yet.
     *
     * @return true if so; false by default
     */
    public boolean isSkipCache() {
        return skipCache;
    }
}
