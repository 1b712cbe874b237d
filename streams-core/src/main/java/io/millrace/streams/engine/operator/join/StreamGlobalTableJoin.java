package io.millrace.streams.engine.operator.join;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Joins each record of a stream with a row of a global table, found by a key computed from the record. Records without a value are
 * dropped; so are those for which no key is computed, unless they are joined without a row.
 */
public final class StreamGlobalTableJoin<K, V, KTable, VTable, VOut> implements Processor<K, V, K, VOut> {

    private final TableLookup<KTable, VTable> table;
    private final KeyValueMapper<? super K, ? super V, ? extends @Nullable KTable> keyOf;
    private final ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner;
    private final Unmatched unmatched;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    public StreamGlobalTableJoin(
            TableLookup<KTable, VTable> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable KTable> keyOf,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Unmatched unmatched) {
        this.table = table;
        this.keyOf = keyOf;
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
        V value = record.value();
        if (value == null) {
            drops.dropped("null value in a join with a global table");
            return;
        }
        KTable key = keyOf.apply(record.key(), value);
        if (key == null && unmatched == Unmatched.DROPPED) {
            drops.dropped("no key for a join with a global table");
            return;
        }
        VTable row = key == null ? null : ValueAndTimestamp.getValueOrNull(table.find(key));
        if (row != null || unmatched == Unmatched.JOINED_WITH_NULL) {
            context.forward(record.withValue(joiner.apply(record.key(), value, row)));
        }
    }
}
