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

    /** The left side of a join, whose records come out without a match. */
    public static <K, V, VOther, VOut> OuterJoinSide<K, V, VOther, VOut> left(
            Stores stores, JoinReach reach, long graceMs, Join<K, V, VOther, VOut> join) {
        return new OuterJoinSide<>(Side.LEFT, stores, reach, graceMs, true, join);
    }

    /** The right side of a join. */
    public static <K, V, VOther, VOut> OuterJoinSide<K, V, VOther, VOut> right(
            Stores stores, JoinReach reach, long graceMs, boolean keepsUnmatched, Join<K, V, VOther, VOut> join) {
        return new OuterJoinSide<>(Side.RIGHT, stores, reach, graceMs, keepsUnmatched, join);
    }

    /** Joins a value of this side with one of the other; either may be missing. */
    @FunctionalInterface
    public interface Join<K, V, VOther, VOut> {

        VOut apply(K key, @Nullable V value, @Nullable VOther other);
    }
}
