package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.kstream.Reducer;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;

/** Combines the values of each key into one of the same type. The result carries the latest timestamp of what went in. */
public final class StreamReduce<K, V> implements Processor<K, V, K, Change<V>> {

    private final String storeName;
    private final Reducer<V> reducer;
    private final boolean sendOldValues;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TableRows<K, V> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, V> changes;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamReduce(String storeName, Reducer<V> reducer, boolean sendOldValues) {
        this.storeName = storeName;
        this.reducer = reducer;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<V>> context) {
        rows = TableRows.in(context, storeName);
        changes = new ChangeEmitter<>(context, rows.store(), sendOldValues);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        if (key == null || value == null) {
            drops.dropped("null key or value in an aggregation");
            return;
        }
        ValueAndTimestamp<V> old = rows.get(key);
        V oldValue = ValueAndTimestamp.getValueOrNull(old);
        long timestampMs = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        V reduced = oldValue == null ? value : reducer.apply(oldValue, value);
        long putResult = rows.put(key, reduced, timestampMs, record.headers());
        changes.emitPut(record, putResult, reduced, oldValue, timestampMs);
    }
}
