package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.TableRows;
import io.millrace.streams.kstream.ValueTransformerWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Computes the values of a table from those of its parent with a transformer, which may keep state of its own and so is asked about
 * removals, too. Keeps the result if it has a store.
 */
public final class TableTransform<K, V, VOut> implements Processor<K, Change<V>, K, Change<VOut>> {

    private final ValueTransformerWithKey<? super K, ? super @Nullable V, ? extends @Nullable VOut> transformer;
    private final @Nullable String storeName;
    private final boolean sendOldValues;
    private final boolean tellsOutOfOrder;

    private @Nullable TableRows<K, VOut> rows;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private TransformerContext context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ChangeEmitter<K, VOut> changes;

    /**
     * @param storeName null if the table has no store
     * @param tellsOutOfOrder whether changes that are late in the parent are late in this table
     */
    public TableTransform(
            ValueTransformerWithKey<? super K, ? super @Nullable V, ? extends @Nullable VOut> transformer,
            @Nullable String storeName,
            boolean sendOldValues,
            boolean tellsOutOfOrder) {
        this.transformer = transformer;
        this.storeName = storeName;
        this.sendOldValues = sendOldValues;
        this.tellsOutOfOrder = tellsOutOfOrder;
    }

    @Override
    public void init(ProcessorContext<K, Change<VOut>> processorContext) {
        if (storeName != null) {
            rows = TableRows.in(processorContext, storeName);
        }
        changes = new ChangeEmitter<>(processorContext, rows == null ? null : rows.store(), sendOldValues);
        context = new TransformerContext(processorContext, TransformerContext.Record.OF_ROW);
        transformer.init(context);
    }

    @Override
    @SuppressWarnings("NullAway") // A transformer is given null for a key that is not there.
    public void process(Record<K, Change<V>> record) {
        K key = record.key();
        context.at(record.timestamp());
        VOut newValue = transformer.transform(key, record.value().newValue());
        VOut oldValue = null;
        boolean isLatest = !tellsOutOfOrder || record.value().isLatest();
        if (rows != null) {
            oldValue = changes.needsOldValue() ? ValueAndTimestamp.getValueOrNull(rows.get(key)) : null;
            long result = rows.put(key, newValue, record.timestamp(), record.headers());
            if (TableRows.isRefused(result)) {
                return;
            }
            isLatest = TableRows.isLatest(result);
        } else if (sendOldValues) {
            oldValue = transformer.transform(key, record.value().oldValue());
        }
        changes.emit(record, new Change<>(newValue, oldValue, isLatest), record.timestamp());
    }

    @Override
    public void close() {
        transformer.close();
    }
}
