package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Turns a stream into a table: each record is the new value of its key, null removes it. Keeps the table if it has a store. */
public final class TableSource<K, V> implements Processor<K, V, K, Change<V>> {

    private final @Nullable String storeName;
    private final boolean sendOldValues;

    private @Nullable TableRows<K, V> rows;

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
            rows = TableRows.in(context, storeName);
        }
        changes = new ChangeEmitter<>(context, rows == null ? null : rows.store(), sendOldValues);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, V> record) {
        K key = record.key();
        if (key == null) {
            drops.dropped("null key in a table");
            return;
        }
        if (rows == null) {
            changes.emit(record, record.value(), null, record.timestamp());
            return;
        }
        V oldValue = changes.needsOldValue() ? ValueAndTimestamp.getValueOrNull(rows.get(key)) : null;
        long result = rows.put(key, record.value(), record.timestamp(), record.headers());
        if (!TableRows.isRefused(result)) {
            changes.emit(
                    record, new Change<>(record.value(), oldValue, TableRows.isLatest(result)), record.timestamp());
        }
    }
}
