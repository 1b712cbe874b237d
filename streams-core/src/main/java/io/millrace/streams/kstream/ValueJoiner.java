package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * Combines the two values of a joined pair into one.
 *
 * <p>In a left join the right value is null when there is no match; in an outer join either may be. Instances are called on
 * the stream threads, possibly on several at once; keep them stateless.
 *
 * @param <V1> type of the left value
 * @param <V2> type of the right value
 * @param <VR> type of the joined value
 */
@FunctionalInterface
public interface ValueJoiner<V1 extends @Nullable Object, V2 extends @Nullable Object, VR extends @Nullable Object> {

    /**
     * Joins two values.
     *
     * @param value1 the left value
     * @param value2 the right value
     * @return the joined value
     */
    VR apply(V1 value1, V2 value2);
}
