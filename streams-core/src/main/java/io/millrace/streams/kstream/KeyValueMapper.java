package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Computes something from the key and value of a record: a new record, a list of records, or a new key.
 *
 * <p>Instances are called on the stream threads, possibly on several at once; keep them stateless.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 * @param <VR> type of the result
 */
@FunctionalInterface
public interface KeyValueMapper<K extends @Nullable Object, V extends @Nullable Object, VR extends @Nullable Object> {

    /**
     * Maps one record.
     *
     * @param key the record's key
     * @param value the record's value
     * @return the result; whether it may be null depends on the operation
     */
    VR apply(K key, V value);
}
