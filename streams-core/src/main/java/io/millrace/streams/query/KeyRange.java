package io.millrace.streams.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a range query asks for, and the order of the answer.
 *
 * @param lower the lowest key, or null for no lower bound
 * @param upper the highest key, inclusive, or null for no upper bound
 * @param order the order of the keys
 */
record KeyRange<K>(@Nullable K lower, @Nullable K upper, ResultOrder order) {

    static <K> KeyRange<K> of(@Nullable K lower, @Nullable K upper) {
        return new KeyRange<>(lower, upper, ResultOrder.ANY);
    }

    KeyRange<K> in(ResultOrder newOrder) {
        return new KeyRange<>(lower, upper, newOrder);
    }

    Optional<K> lowerBound() {
        return Optional.ofNullable(lower);
    }

    Optional<K> upperBound() {
        return Optional.ofNullable(upper);
    }
}
