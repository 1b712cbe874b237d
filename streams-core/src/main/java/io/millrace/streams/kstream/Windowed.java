package io.millrace.streams.kstream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key and the window that its records were grouped into: the key of a windowed aggregation's result.
 *
 * @param <K> type of the key
 */
public class Windowed<K extends @Nullable Object> {

    private final K key;
    private final Window window;

    /**
     * Pairs a key with a window.
     *
     * @param key the key
     * @param window the window
     */
    public Windowed(K key, Window window) {
        this.key = key;
        this.window = window;
    }

    /**
     * Returns the key.
     *
     * @return the key
     */
    public K key() {
        return key;
    }

    /**
     * Returns the window.
     *
     * @return the window
     */
    public Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "[" + key + "@" + window.start() + "/" + window.end() + "]";
    }

    @Override
    public boolean equals(@Nullable Object obj) {
        return obj instanceof Windowed<?> other && window.equals(other.window) && Objects.equals(key, other.key);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(key) + window.hashCode();
    }
}
