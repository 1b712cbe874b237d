package io.millrace.streams.processor;

import io.millrace.streams.KeyValue;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Puts records of a changelog back into a state store, many at a time. */
public interface BatchingStateRestoreCallback extends StateRestoreCallback {

    /**
     * Restores a batch of records, in the order of the changelog.
     *
     * @param records keys and values; a null value deletes its key
     */
    void restoreAll(Collection<KeyValue<byte[], byte @Nullable []>> records);

    /**
     * Not for batching callbacks: the library calls {@link #restoreAll(Collection)} only.
     *
     * @throws UnsupportedOperationException always, unless overridden
     */
    @Override
    default void restore(byte[] key, byte @Nullable [] value) {
        throw new UnsupportedOperationException(
                getClass().getName() + " restores batches of records; call restoreAll instead of restore.");
    }
}
