package io.millrace.streams.engine.operator;

import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Looks up in the store of a table. */
public final class StoreLookup<K, V> implements TableLookup<K, V> {

    private final String storeName;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TableRows<K, V> rows;

    public StoreLookup(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessingContext context) {
        rows = TableRows.in(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<V> find(K key) {
        return rows.get(key);
    }

    @Override
    public @Nullable ValueAndTimestamp<V> find(K key, long asOfMs) {
        return rows.get(key, asOfMs);
    }
}
