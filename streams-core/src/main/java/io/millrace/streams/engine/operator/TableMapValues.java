package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Computes the values of a table from those of its parent; a filter is the case that the value stays or goes. Keeps the result if
 * it has a store.
 */
public final class TableMapValues<K, V, VOut> implements Processor<K, Change<V>, K, Change<VOut>> {

    private final ValueMapperWithKey<? super K, ? super V, ? extends @Nullable VOut> mapper;
    private final @Nullable String storeName;
    private final boolean sendOldValues;
    private final boolean tellsOutOfOrder;
    private final boolean skipAbsent;

    private @Nullable TableRows<K, VOut> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, VOut> changes;

    /**
     * @param mapper called with values that are not null; may answer null for a key that is not in this table
     * @param storeName null if the table has no store
     * @param skipAbsent whether to say nothing of a key that was not in this table and still is not; needs old values from the
     *     parent
     * @param tellsOutOfOrder whether changes that are late in the parent are late in this table
     */
    public TableMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends @Nullable VOut> mapper,
            @Nullable String storeName,
            boolean sendOldValues,
            boolean skipAbsent,
            boolean tellsOutOfOrder) {
        this.mapper = mapper;
        this.storeName = storeName;
        this.sendOldValues = sendOldValues;
        this.tellsOutOfOrder = tellsOutOfOrder;
        this.skipAbsent = skipAbsent;
    }

    @Override
    public void init(ProcessorContext<K, Change<VOut>> context) {
        if (storeName != null) {
            rows = TableRows.in(context, storeName);
        }
        changes = new ChangeEmitter<>(context, rows == null ? null : rows.store(), sendOldValues);
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        K key = record.key();
        VOut newValue = mapped(key, record.value().newValue());
        VOut oldValue = skipAbsent || changes.needsOldValue() ? oldValue(key, record.value()) : null;
        if (skipAbsent && newValue == null && oldValue == null) {
            return;
        }
        boolean isLatest = !tellsOutOfOrder || record.value().isLatest();
        if (rows != null) {
            long result = rows.put(key, newValue, record.timestamp(), record.headers());
            if (TableRows.isRefused(result)) {
                return;
            }
            isLatest = TableRows.isLatest(result);
        }
        changes.emit(record, new Change<>(newValue, oldValue, isLatest), record.timestamp());
    }

    private @Nullable VOut oldValue(K key, Change<V> change) {
        return rows == null ? mapped(key, change.oldValue()) : ValueAndTimestamp.getValueOrNull(rows.get(key));
    }

    private @Nullable VOut mapped(K key, @Nullable V value) {
        return value == null ? null : mapper.apply(key, value);
    }
}
