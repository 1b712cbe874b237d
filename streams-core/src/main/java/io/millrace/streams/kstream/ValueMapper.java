package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Computes a new value from the value of a record; the key stays as it is.
 *
 * <p>Instances are called on the stream threads, possibly on several at once; keep them stateless.
 *
 * @param <V> type of the value
 * @param <VR> type of the new value
 */
@FunctionalInterface
public interface ValueMapper<V extends @Nullable Object, VR extends @Nullable Object> {

    /**
     * Maps one value.
     *
     * @param value the record's value
     * @return the new value
     */
    VR apply(V value);
}
