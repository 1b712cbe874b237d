package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Brings the two sides of a join together, and keeps the result if it has a store. */
public final class TableMerge<K, V> implements Processor<K, Change<V>, K, Change<V>> {

    private final @Nullable String storeName;
    private final boolean sendOldValues;

    private @Nullable TimestampedKeyValueStore<K, V> store;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, V> changes;

    /** @param storeName null if the result is not kept */
    public TableMerge(@Nullable String storeName, boolean sendOldValues) {
        this.storeName = storeName;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<V>> context) {
        if (storeName != null) {
            store = context.getStateStore(storeName);
        }
        changes = new ChangeEmitter<>(context, store, sendOldValues);
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        Change<V> change = record.value();
        if (store != null) {
            store.put(record.key(), ValueAndTimestamp.make(change.newValue(), record.timestamp()));
        }
        changes.emit(record, change.newValue(), change.oldValue(), record.timestamp());
    }
}
