package io.millrace.streams.processor;

import org.jspecify.annotations.Nullable;

/** Puts one record of a changelog back into a state store. */
@FunctionalInterface
public interface StateRestoreCallback {

    /**
     * Restores one record.
     *
     * @param key the key of the changelog record
     * @param value the value of the changelog record, or null if the record deletes the key
     */
    void restore(byte[] key, byte @Nullable [] value);
}
