package io.millrace.streams.engine.operator.table;

import io.millrace.streams.kstream.ValueJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Joins the rows that two tables have for a key.
 *
 * @param needsLeft whether there is no result without a row on the left
 * @param needsRight whether there is no result without a row on the right
 */
public record RowJoin<V1, V2, VOut>(
        ValueJoiner<? super @Nullable V1, ? super @Nullable V2, ? extends VOut> joiner,
        boolean needsLeft,
        boolean needsRight) {

    /** The joined value, null if there is none. */
    @SuppressWarnings("NullAway") // The joiner takes null where a row may be missing; the common type cannot say so.
    public @Nullable VOut join(@Nullable V1 left, @Nullable V2 right) {
        if ((left == null && (needsLeft || right == null)) || (right == null && needsRight)) {
            return null;
        }
        return joiner.apply(left, right);
    }

    /** The same join, seen from the right. */
    @SuppressWarnings("NullAway") // As above.
    public RowJoin<V2, V1, VOut> mirrored() {
        return new RowJoin<>(
                (right, left) -> joiner.apply(left, right), /* needsLeft= */ needsRight, /* needsRight= */ needsLeft);
    }
}
