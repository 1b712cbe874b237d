package io.millrace.streams.engine.operator.table;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Looks keys up in a join of two tables that is not kept, by joining what the two have. */
public final class JoinLookup<K, V1, V2, VOut> implements TableLookup<K, VOut> {

    private final TableLookup<K, V1> left;
    private final TableLookup<K, V2> right;
    private final RowJoin<V1, V2, VOut> rows;

    public JoinLookup(TableLookup<K, V1> left, TableLookup<K, V2> right, RowJoin<V1, V2, VOut> rows) {
        this.left = left;
        this.right = right;
        this.rows = rows;
    }

    @Override
    public void init(ProcessingContext context) {
        left.init(context);
        right.init(context);
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }

    @Override
    public @Nullable ValueAndTimestamp<VOut> find(K key) {
        ValueAndTimestamp<V1> leftRow = left.find(key);
        ValueAndTimestamp<V2> rightRow = right.find(key);
        VOut joined = rows.join(ValueAndTimestamp.getValueOrNull(leftRow), ValueAndTimestamp.getValueOrNull(rightRow));
        return joined == null
                ? null
                : ValueAndTimestamp.make(joined, Math.max(timestampMs(leftRow), timestampMs(rightRow)));
    }

    private static long timestampMs(@Nullable ValueAndTimestamp<?> row) {
        return row == null ? Long.MIN_VALUE : row.timestamp();
    }
}
