package io.millrace.streams.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a key-value store for the value of a key. The answer is null if there is none.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class KeyQuery<K, V> implements Query<@Nullable V> {

    private final K key;
    private final boolean skipCache;

    private KeyQuery(K key, boolean skipCache) {
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
    public static <K, V> KeyQuery<K, V> withKey(K key) {
        return new KeyQuery<>(Objects.requireNonNull(key, "the key should not be null"), false);
    }

    /**
     * Leaves out what is not committed to the store yet.
     *
     * @return a new query
     */
    public KeyQuery<K, V> skipCache() {
        return new KeyQuery<>(key, true);
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
     * Whether the query leaves out what is not committed to the store yet.
     *
     * @return true if so; false by default
     */
    public boolean isSkipCache() {
        return skipCache;
    }
}
