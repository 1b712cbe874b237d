package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the stores of a supplier have beside each value. A builder may ask for more than that: all of it is kept then, since the
 * changelog needs it, but a persistent store without a cache shows no more than it would hold in Kafka Streams, and with a cache so do
 * queries of more than one row, which go past the cache there.
 */
enum Beside {
    NOTHING,
    TIMESTAMP,
    TIMESTAMP_AND_HEADERS;

    private static final long UNKNOWN_TIMESTAMP_MS = -1;

    /** What a persistent store of ours has without a cache; one in memory takes whatever it is given. */
    static Beside uncached(StoreSpec spec) {
        return spec.backing() == Backing.PERSISTENT ? of(spec.format()) : TIMESTAMP_AND_HEADERS;
    }

    /** The same of a supplier; the stores of a user's show what they have. */
    static Beside uncached(KeyValueBytesStoreSupplier supplier) {
        return supplier instanceof KeyValueSupplier ours ? uncached(ours.spec()) : TIMESTAMP_AND_HEADERS;
    }

    /** What queries of a store of ours show; one in memory has timestamps. */
    static Beside queried(StoreSpec spec) {
        Beside own = of(spec.format());
        return spec.backing() == Backing.PERSISTENT || own == TIMESTAMP_AND_HEADERS ? own : TIMESTAMP;
    }

    static Beside of(ValueFormat format) {
        if (format.hasHeaders()) {
            return TIMESTAMP_AND_HEADERS;
        }
        return format.hasTimestamp() ? TIMESTAMP : NOTHING;
    }

    /** What is seen of a row with a timestamp, null for all of it. */
    <V> @Nullable UnaryOperator<ValueAndTimestamp<V>> ofTimestamped() {
        return this == NOTHING ? row -> ValueAndTimestamp.makeAllowNullable(row.value(), UNKNOWN_TIMESTAMP_MS) : null;
    }

    /** What is seen of a row with a timestamp and headers, null for all of it. */
    <V> @Nullable UnaryOperator<ValueTimestampHeaders<V>> ofHeadered() {
        return switch (this) {
            case NOTHING -> row -> withoutHeaders(row, UNKNOWN_TIMESTAMP_MS);
            case TIMESTAMP -> row -> withoutHeaders(row, row.timestamp());
            case TIMESTAMP_AND_HEADERS -> null;
        };
    }

    /** What is seen of an aggregate with headers, null for all of it. */
    <V> @Nullable UnaryOperator<AggregationWithHeaders<V>> ofAggregate() {
        return this == TIMESTAMP_AND_HEADERS
                ? null
                : row -> AggregationWithHeaders.makeAllowNullable(row.aggregation(), new RecordHeaders());
    }

    /** What a query of a range is shown of a row with a timestamp. */
    <V> UnaryOperator<ValueAndTimestamp<V>> ranged() {
        UnaryOperator<ValueAndTimestamp<V>> part = ofTimestamped();
        return part == null ? row -> row : part;
    }

    /** What a query of windows is shown of a row with a timestamp. */
    <V> Function<ValueAndTimestamp<V>, Object> queriedTimestamped() {
        return this == NOTHING ? ValueAndTimestamp::value : row -> row;
    }

    /** What a query is shown of a row with a timestamp and headers. */
    <V> Function<ValueTimestampHeaders<V>, Object> queriedHeadered() {
        return switch (this) {
            case NOTHING -> ValueTimestampHeaders::value;
            case TIMESTAMP -> row -> ValueAndTimestamp.makeAllowNullable(row.value(), row.timestamp());
            case TIMESTAMP_AND_HEADERS -> row -> row;
        };
    }

    /** What a query is shown of an aggregate with headers. */
    <V> Function<AggregationWithHeaders<V>, Object> queriedAggregate() {
        return this == TIMESTAMP_AND_HEADERS ? row -> row : AggregationWithHeaders::aggregation;
    }

    private static <V> ValueTimestampHeaders<V> withoutHeaders(ValueTimestampHeaders<V> row, long timestampMs) {
        return ValueTimestampHeaders.makeAllowNullable(row.value(), timestampMs, new RecordHeaders());
    }
}
