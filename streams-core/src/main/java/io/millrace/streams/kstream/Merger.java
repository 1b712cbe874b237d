package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Merges two aggregates of the same key into one, as happens when a record closes the gap between two sessions.
 *
 * @param <K> type of the key
 * @param <V> type of the aggregate
 */
@FunctionalInterface
public interface Merger<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Merges two aggregates.
     *
     * @param aggKey the key both belong to
     * @param aggOne the first aggregate
     * @param aggTwo the second aggregate
     * @return the merged aggregate
     */
    V apply(K aggKey, V aggOne, V aggTwo);
}
