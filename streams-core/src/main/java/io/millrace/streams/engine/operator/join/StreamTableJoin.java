package io.millrace.streams.engine.operator.join;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Joins each record of a stream with the row its key has in a table at that moment, or, if
 * the table keeps versions, had at the time of the record. Records without a value are dropped. */
public final class StreamTableJoin<K, V, VTable, VOut> implements Processor<K, V, K, VOut> {

    /** What becomes of a record without a row. */
    public enum Unmatched {
        DROPPED,
        JOINED_WITH_NULL
    }

    private final TableLookup<K, VTable> table;
    private final ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner;
    private final Unmatched unmatched;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamTableJoin(
            TableLookup<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Unmatched unmatched) {
        this.table = table;
        this.joiner = joiner;
        this.unmatched = unmatched;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        table.init(context);
        drops = Drops.of(context);
    }

    @Override
    @SuppressWarnings("NullAway") // The joiner of a left join takes a null row; the common type cannot say so.
    public void process(Record<K, V> record) {
        K key = record.key();
        V value = record.value();
        if (value == null || (key == null && unmatched == Unmatched.DROPPED)) {
            drops.dropped("null key or value in a stream-table join");
            return;
        }
        VTable row = key == null ? null : ValueAndTimestamp.getValueOrNull(table.find(key, record.timestamp()));
        if (row != null || unmatched == Unmatched.JOINED_WITH_NULL) {
            context.forward(record.withValue(joiner.apply(key, value, row)));
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
