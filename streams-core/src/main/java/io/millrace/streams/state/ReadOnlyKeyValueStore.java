package io.millrace.streams.state;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key-value store.
 *
 * <p>Reads through an interactive query see the stores of one application instance, while its stream threads go on writing.
 * Order between keys is that of their serialised bytes.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface ReadOnlyKeyValueStore<K, V> {

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return the value, null if there is none
     * @throws NullPointerException if the key is null
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    @Nullable
    V get(K key);

    /**
     * Returns the entries of a range of keys, in ascending order of the serialised keys.
     *
     * @param from the first key, null to begin with the first of all
     * @param to the last key, included; null to go on to the last of all
     * @return the entries; close the iterator after use
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to);

    /**
     * Returns the entries of a range of keys, in descending order of the serialised keys.
     *
     * @param from the lowest key, null for the first of all
     * @param to the highest key, included, where the iteration begins; null for the last of all
     * @return the entries; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        throw OptionalOperation.missing(this, "reverseRange");
    }

    /**
     * Returns all entries, in ascending order of the serialised keys.
     *
     * @return the entries; close the iterator after use
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    KeyValueIterator<K, V> all();

    /**
     * Returns all entries, in descending order of the serialised keys.
     *
     * @return the entries; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default KeyValueIterator<K, V> reverseAll() {
        throw OptionalOperation.missing(this, "reverseAll");
    }

    /**
     * Returns the entries whose serialised key begins with the bytes of the serialised prefix.
     *
     * @param prefix the prefix
     * @param prefixKeySerializer turns the prefix into bytes
     * @param <PS> type of the serialiser
     * @param <P> type of the prefix
     * @return the entries; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no prefix scan
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        throw OptionalOperation.missing(this, "prefixScan");
    }

    /**
     * Returns about how many entries there are, without counting them all.
     *
     * @return the approximate number of entries
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    long approximateNumEntries();
}
