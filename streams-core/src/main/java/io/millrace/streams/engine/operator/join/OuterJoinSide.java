package io.millrace.streams.engine.operator.join;

import io.millrace.streams.engine.state.UnjoinedStore.Side;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a left or outer join knows of the join.
 *
 * @param <V> value of this side
 * @param <VOther> value of the other side
 * @param reach which records of the other side those of this one join with
 * @param keepsUnmatched whether records of this side come out without a match
 */
public record OuterJoinSide<K, V, VOther, VOut>(
        Side side,
        Stores stores,
        JoinReach reach,
        long graceMs,
        boolean keepsUnmatched,
        Join<K, V, VOther, VOut> join) {

    /** Names of the store of the other side's records, and of that of the records without a match. */
    public record Stores(String others, String unjoined) {}

    /** Joins a value of this side with one of the other; either may be missing. */
    @FunctionalInterface
    public interface Join<K, V, VOther, VOut> {

        VOut apply(K key, @Nullable V value, @Nullable VOther other);
    }
}
