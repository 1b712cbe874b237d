package io.millrace.streams.kstream;

import io.millrace.streams.processor.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Computes new values with the help of state stores, the record's metadata and, read-only, its key.
 *
 * <p>One instance serves one task and is called by that task's thread only.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 * @param <VR> type of the new value
 */
public interface ValueTransformerWithKey<
        K extends @Nullable Object, V extends @Nullable Object, VR extends @Nullable Object> {

    /**
     * Prepares the transformer before its first record, for instance by looking up its stores.
     *
     * @param context access to stores, record metadata and the scheduler; stays valid until {@link #close()}
     */
    void init(ProcessorContext context);

    /**
     * Transforms one value.
     *
     * @param readOnlyKey the record's key, not to be modified
     * @param value the record's value
     * @return the new value
     */
    VR transform(K readOnlyKey, V value);

    /** Releases what {@link #init} acquired. State stores are closed by the library, not here. */
    void close();
}
