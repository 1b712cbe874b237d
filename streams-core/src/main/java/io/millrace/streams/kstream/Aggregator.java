package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Adds a record to an aggregate, or takes it out again.
 *
 * @param <K> type of the key
 * @param <V> type of the record's value
 * @param <VAgg> type of the aggregate
 */
@FunctionalInterface
public interface Aggregator<K extends @Nullable Object, V extends @Nullable Object, VAgg extends @Nullable Object> {

    /**
     * Computes the aggregate after one more record.
     *
     * @param key the record's key
     * @param value the record's value
     * @param aggregate the aggregate so far
     * @return the new aggregate; null deletes the entry
     */
    VAgg apply(K key, V value, VAgg aggregate);
}
