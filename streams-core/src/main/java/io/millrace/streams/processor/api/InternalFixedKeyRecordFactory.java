package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/** Creates {@link FixedKeyRecord}s for the library and its test kit. Not meant for programs. */
public final class InternalFixedKeyRecordFactory {

    private InternalFixedKeyRecordFactory() {}

    /**
     * Creates a record with a fixed key.
     *
     * @param <KIn> the type of the key
     * @param <VIn> the type of the value
     * @param record the content
     * @return the record
     */
    public static <KIn extends @Nullable Object, VIn extends @Nullable Object> FixedKeyRecord<KIn, VIn> create(
            Record<KIn, VIn> record) {
        return new FixedKeyRecord<>(record);
    }
}
