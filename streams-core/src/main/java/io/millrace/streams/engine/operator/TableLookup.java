package io.millrace.streams.engine.operator;

import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Looks keys up in a table, be it in its store or by computing the value from the table it derives from. */
public interface TableLookup<K, V> {

    /** Called once, before the first lookup, by the operator that looks up. */
    void init(ProcessingContext context);

    /** The value of the key and its timestamp, null if there is none. */
    @Nullable
    ValueAndTimestamp<V> find(K key);

    /** The value the key had at a time; now, if the table does not keep versions. */
    @Nullable
    default ValueAndTimestamp<V> find(K key, long asOfMs) {
        return find(key);
    }

    /** Called once by the operator that looks up, when it is closed. */
    default void close() {}
}
