package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;

/** One side of a join of two tables: joins each change of this side with the row that the other side has. */
public final class TableJoin<K, V, VOther, VOut> implements Processor<K, Change<V>, K, Change<VOut>> {

    private final TableLookup<K, VOther> other;
    private final RowJoin<V, VOther, VOut> rows;
    private final boolean sendOldValues;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, Change<VOut>> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    /** @param rows the join, with this side on the left */
    public TableJoin(TableLookup<K, VOther> other, RowJoin<V, VOther, VOut> rows, boolean sendOldValues) {
        this.other = other;
        this.rows = rows;
        this.sendOldValues = sendOldValues;
    }

    @Override
    public void init(ProcessorContext<K, Change<VOut>> context) {
        this.context = context;
        other.init(context);
        drops = Drops.of(context);
    }

    @Override
    public void process(Record<K, Change<V>> record) {
        K key = record.key();
        if (key == null) {
            drops.dropped("null key in a join of tables");
            return;
        }
        Change<V> change = record.value();
        if (!change.isLatest()) {
            drops.dropped("out-of-order record in a join with a versioned table");
            return;
        }
        V newValue = change.newValue();
        V oldValue = change.oldValue();
        ValueAndTimestamp<VOther> found = other.find(key);
        VOther row = ValueAndTimestamp.getValueOrNull(found);
        if (row == null && (rows.needsRight() || (newValue == null && oldValue == null))) {
            return;
        }
        VOut joined = rows.join(newValue, row);
        VOut joinedBefore = sendOldValues ? rows.join(oldValue, row) : null;
        long timestampMs = found == null ? record.timestamp() : Math.max(record.timestamp(), found.timestamp());
        context.forward(record.withValue(new Change<>(joined, joinedBefore)).withTimestamp(timestampMs));
    }

    @Override
    public void close() {
        other.close();
    }
}
