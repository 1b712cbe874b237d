package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.TableRows;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Brings the two sides of a join together, and keeps the result if it has a store. */
public final class TableMerge<K, V> implements Processor<K, Change<V>, K, Change<V>> {

    private final @Nullable String storeName;
    private final boolean sendOldValues;

    private @Nullable TableRows<K, V> rows;

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
            rows = TableRows.in(context, storeName);
        }
        changes = new ChangeEmitter<>(context, rows == null ? null : rows.store(), sendOldValues);
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        Change<V> change = record.value();
        boolean isLatest = change.isLatest();
        if (rows != null) {
            long result = rows.put(record.key(), change.newValue(), record.timestamp(), record.headers());
            if (TableRows.isRefused(result)) {
                return;
            }
            isLatest = TableRows.isLatest(result);
        }
        changes.emit(record, new Change<>(change.newValue(), change.oldValue(), isLatest), record.timestamp());
    }
}
