package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Computes a new value from the value of a record and, read-only, its key.
 *
 * <p>The key must not be changed: records stay in the partition that their key put them in. Instances are called on the
 * stream threads, possibly on several at once; keep them stateless.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 * @param <VR> type of the new value
 */
@FunctionalInterface
public interface ValueMapperWithKey<
        K extends @Nullable Object, V extends @Nullable Object, VR extends @Nullable Object> {

    /**
     * Maps one value.
     *
     * @param readOnlyKey the record's key, not to be modified
     * @param value the record's value
     * @return the new value
     */
    VR apply(K readOnlyKey, V value);
}
