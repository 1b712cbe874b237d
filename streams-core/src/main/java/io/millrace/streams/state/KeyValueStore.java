package io.millrace.streams.state;

import io.millrace.streams.KeyValue;
import io.millrace.streams.processor.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of one value a key, for reading and writing.
 *
 * <p>Owned by the thread of its task; other threads read it through an interactive query.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KeyValueStore<K, V> extends StateStore, ReadOnlyKeyValueStore<K, V> {

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value the value, null to delete the entry
     * @throws NullPointerException if the key is null
     */
    void put(K key, @Nullable V value);

    /**
     * Sets the value of a key that has none yet.
     *
     * @param key the key
     * @param value the value; null does nothing
     * @return the value found, null if there was none and {@code value} was stored
     * @throws NullPointerException if the key is null
     */
    @Nullable
    V putIfAbsent(K key, @Nullable V value);

    /**
     * Sets several entries, as if by {@link #put} one after another.
     *
     * @param entries the entries; a null value deletes
     * @throws NullPointerException if a key is null
     */
    void putAll(List<KeyValue<K, V>> entries);

    /**
     * Deletes an entry.
     *
     * @param key the key
     * @return the value it had, null if there was none
     * @throws NullPointerException if the key is null
     */
    @Nullable
    V delete(K key);
}
