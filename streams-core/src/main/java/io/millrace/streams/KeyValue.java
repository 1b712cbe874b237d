package io.millrace.streams;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key and a value.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public class KeyValue<K extends @Nullable Object, V extends @Nullable Object> {

    /** The key, may be null. */
    public final K key;

    /** The value, may be null. */
    public final V value;

    /**
     * Creates a pair.
     *
     * @param key the key, may be null
     * @param value the value, may be null
     */
    public KeyValue(K key, V value) {
        this.key = key;
        this.value = value;
    }

    /**
     * Creates a pair.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key, may be null
     * @param value the value, may be null
     * @return the pair
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> KeyValue<K, V> pair(K key, V value) {
        return new KeyValue<>(key, value);
    }

    @Override
    public String toString() {
        return "KeyValue(" + key + ", " + value + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyValue<?, ?> pair
                && Objects.equals(key, pair.key)
                && Objects.equals(value, pair.value);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(key) + Objects.hashCode(value);
    }
}
