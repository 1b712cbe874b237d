package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Combines two values of the same type into one, such as a sum or a maximum.
 *
 * @param <V> type of the values
 */
@FunctionalInterface
public interface Reducer<V extends @Nullable Object> {

    /**
     * Combines the value so far with a new one.
     *
     * @param value1 the value so far
     * @param value2 the value of the record at hand
     * @return the combined value; null deletes the entry
     */
    V apply(V value1, V value2);
}
