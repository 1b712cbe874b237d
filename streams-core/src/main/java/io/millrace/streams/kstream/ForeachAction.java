package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Does something with each record and returns nothing, such as logging or calling another system.
 *
 * <p>After a failure records may be processed again, so the action may see one more than once.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
@FunctionalInterface
public interface ForeachAction<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Acts on one record.
     *
     * @param key the record's key
     * @param value the record's value
     */
    void apply(K key, V value);
}
