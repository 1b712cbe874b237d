package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Combines the two values of a joined pair into one, with read access to the key of the join.
 *
 * <p>In a left join the right value is null when there is no match; in an outer join either may be. The key must not be
 * changed. Instances are called on the stream threads, possibly on several at once; keep them stateless.
 *
 * @param <K1> type of the key
 * @param <V1> type of the left value
 * @param <V2> type of the right value
 * @param <VR> type of the joined value
 */
@FunctionalInterface
public interface ValueJoinerWithKey<
        K1 extends @Nullable Object,
        V1 extends @Nullable Object,
        V2 extends @Nullable Object,
        VR extends @Nullable Object> {

    /**
     * Joins two values.
     *
     * @param readOnlyKey the key of the left record, not to be modified
     * @param value1 the left value
     * @param value2 the right value
     * @return the joined value
     */
    VR apply(K1 readOnlyKey, V1 value1, V2 value2);
}
