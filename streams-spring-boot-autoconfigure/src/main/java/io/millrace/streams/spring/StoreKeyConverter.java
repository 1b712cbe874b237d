package io.millrace.streams.spring;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the keys of some stores as text, for queries. Keys that are strings, numbers, UUIDs or bytes need none, nor do
 * those that the application's mapper reads from JSON. Of several converters that support a store, the first in order is used.
 *
 * @param <K> type of the keys
 */
public interface StoreKeyConverter<K> {

    /**
     * Whether it is for a store.
     *
     * @param topology name of the topology
     * @param store name of the store
     * @return whether it is
     */
    boolean supports(String topology, String store);

    /**
     * Reads a key.
     *
     * @param text the key as text, from a request: not to be trusted
     * @return the key
     * @throws IllegalArgumentException if the text is not a key
     */
    K parse(String text);

    /**
     * Writes a key.
     *
     * @param key the key
     * @return what {@link #parse} reads
     */
    String format(K key);

    /**
     * Serialises keys as the records are keyed that the store is made from. With it, a query of one key can go straight to the
     * instance that has it; without it all instances are asked.
     *
     * @return the serializer, null if there is none
     */
    default @Nullable Serializer<K> serializer() {
        return null;
    }
}
