package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record passes a filter or takes a branch.
 *
 * <p>Instances are called on the stream threads that own the partitions, possibly on several at once; keep them stateless.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
@FunctionalInterface
public interface Predicate<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Tests one record.
     *
     * @param key the record's key, null if the record has none
     * @param value the record's value, null if the record has none
     * @return true if the record passes
     */
    boolean test(K key, V value);
}
