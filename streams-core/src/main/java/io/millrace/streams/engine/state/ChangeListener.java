package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Told of a changed key at drain, with the record that last wrote it back in hand.
 *
 * @param <K> key
 * @param <V> value without its timestamp
 */
@FunctionalInterface
public interface ChangeListener<K, V> {

    /**
     * @param newValue the value now, null if the key was removed
     * @param oldValue the value before the first write since the last drain, null if there was none
     * @param timestampMs timestamp of the new value, or of the record that removed it
     */
    void changed(K key, @Nullable V newValue, @Nullable V oldValue, long timestampMs);
}
