package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Turns a stream into a table: each record is the new value of its key, null removes it. Keeps the table if it has a store. */
public final class TableSource<K, V> implements Processor<K, V, K, Change<V>> {

    private final @Nullable String storeName;
    private final boolean sendOldValues;

    private @Nullable TimestampedKeyValueStore<K, V> store;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, V> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public TableSource(@Nullable String storeName, boolean sendOldValues) {
        this.storeName = storeName;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<V>> context) {
        if (storeName != null) {
            store = context.getStateStore(storeName);
        }
        changes = new ChangeEmitter<>(context, store, sendOldValues);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        if (key == null) {
            drops.dropped("null key in a table");
            return;
        }
        V oldValue = null;
        if (store != null) {
            if (changes.needsOldValue()) {
                oldValue = ValueAndTimestamp.getValueOrNull(store.get(key));
            }
            store.put(key, ValueAndTimestamp.make(record.value(), record.timestamp()));
        }
        changes.emit(record, record.value(), oldValue, record.timestamp());
    }
}
