package io.millrace.streams;

import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How a store that keeps more than values is shown to a test.
 *
 * @param <S> what the store keeps
 * @param <V> what the test sees and puts
 */
final class ShownAs<S, V> {

    private final Function<S, @Nullable V> shown;
    private final Function<V, @Nullable S> kept;

    private ShownAs(Function<S, @Nullable V> shown, Function<V, @Nullable S> kept) {
        this.shown = shown;
        this.kept = kept;
    }

    /** The values of a timestamped store; what is put gets the time of the clock. */
    static <V> ShownAs<ValueAndTimestamp<V>, V> valuesOfTimestamped(LongSupplier nowMs) {
        return new ShownAs<>(ValueAndTimestamp::value, value -> ValueAndTimestamp.make(value, nowMs.getAsLong()));
    }

    /** The values of a store with headers; what is put gets the time of the clock and no headers. */
    static <V> ShownAs<ValueTimestampHeaders<V>, V> valuesOfHeaders(LongSupplier nowMs) {
        return new ShownAs<>(
                ValueTimestampHeaders::value,
                value -> ValueTimestampHeaders.make(value, nowMs.getAsLong(), new RecordHeaders()));
    }

    /** The values of a store with headers and their timestamps; what is put gets no headers. */
    static <V> ShownAs<ValueTimestampHeaders<V>, ValueAndTimestamp<V>> timestampedOfHeaders() {
        return new ShownAs<>(
                stored -> ValueAndTimestamp.makeAllowNullable(stored.value(), stored.timestamp()),
                value -> ValueTimestampHeaders.make(value.value(), value.timestamp(), new RecordHeaders()));
    }

    /** The aggregates of a session store with headers; what is put gets no headers. */
    static <V> ShownAs<AggregationWithHeaders<V>, V> aggregatesOfHeaders() {
        return new ShownAs<>(
                AggregationWithHeaders::aggregation,
                aggregate -> AggregationWithHeaders.make(aggregate, new RecordHeaders()));
    }

    @Nullable
    V shown(@Nullable S stored) {
        return stored == null ? null : shown.apply(stored);
    }

    @Nullable
    S kept(@Nullable V value) {
        return value == null ? null : kept.apply(value);
    }
}
