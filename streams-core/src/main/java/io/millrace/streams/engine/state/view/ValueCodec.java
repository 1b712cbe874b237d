package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.NumberForm;
import io.millrace.streams.engine.state.layout.HeadersValue;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Between the values of a typed store and the bytes it keeps.
 *
 * @param <V> value as the user of the store sees it
 */
interface ValueCodec<V> {

    byte[] toBytes(V value);

    V fromBytes(byte[] bytes);

    /** Timestamp that the value carries, or else that of the record in hand. */
    long timestampMs(V value, long currentTimestampMs);

    /** Whether nobody can change this value, nor what is in it, so that a buffer may hold it as it is. */
    default boolean isImmutable(V value) {
        return false;
    }

    /** Whether the user says that nobody changes this value. */
    default boolean isDeclared(V value) {
        return false;
    }

    /** How a buffer may hold numbers without an object, null if none of these values is just a number. */
    default @Nullable NumberForm numbers() {
        return null;
    }

    /** About how many bytes of heap an immutable value takes. */
    default int weight(V value) {
        return ImmutableTypes.weight(value);
    }

    /** Values without a timestamp. */
    record Plain<V>(StoreSerdes<?, V> serdes) implements ValueCodec<V> {

        @Override
        public byte[] toBytes(V value) {
            return serdes.valueBytes(value);
        }

        @Override
        public V fromBytes(byte[] bytes) {
            return serdes.value(bytes);
        }

        @Override
        public long timestampMs(V value, long currentTimestampMs) {
            return currentTimestampMs;
        }

        @Override
        public boolean isImmutable(V value) {
            return value.getClass() == serdes.immutableValues();
        }

        @Override
        public @Nullable NumberForm numbers() {
            return Numbers.of(serdes, Numbers.PLAIN);
        }

        @Override
        public boolean isDeclared(V value) {
            return serdes.declared().contains(value);
        }
    }

    /** Values with a timestamp before them. */
    record Timestamped<V>(StoreSerdes<?, V> serdes) implements ValueCodec<ValueAndTimestamp<V>> {

        private static final int PAIR_BYTES = 24;

        @Override
        public byte[] toBytes(ValueAndTimestamp<V> value) {
            byte[] bytes = serdes.valueBytes(value.value());
            return TimestampedValue.join(value.timestamp(), bytes);
        }

        @Override
        public ValueAndTimestamp<V> fromBytes(byte[] bytes) {
            return ValueAndTimestamp.makeAllowNullable(
                    serdes.value(TimestampedValue.split(bytes)), TimestampedValue.timestampMs(bytes));
        }

        @Override
        public long timestampMs(ValueAndTimestamp<V> value, long currentTimestampMs) {
            return value.timestamp();
        }

        @Override
        public boolean isImmutable(ValueAndTimestamp<V> value) {
            V inner = value.value();
            return inner != null && inner.getClass() == serdes.immutableValues();
        }

        @Override
        public @Nullable NumberForm numbers() {
            return Numbers.of(serdes, Numbers.TIMESTAMPED);
        }

        @Override
        public boolean isDeclared(ValueAndTimestamp<V> value) {
            return serdes.declared().contains(value.value());
        }

        @Override
        public int weight(ValueAndTimestamp<V> value) {
            return PAIR_BYTES + ImmutableTypes.weight(value.value());
        }
    }

    /** Values that are bytes with a timestamp before them already. */
    record RawTimestamped() implements ValueCodec<byte[]> {

        @Override
        public byte[] toBytes(byte[] value) {
            return value;
        }

        @Override
        public byte[] fromBytes(byte[] bytes) {
            return bytes;
        }

        @Override
        public long timestampMs(byte[] value, long currentTimestampMs) {
            return TimestampedValue.timestampMs(value);
        }
    }

    /** Values with a timestamp, above a store of the user's that keeps none: what is read back has the timestamp -1. */
    record TimestampLost<V>(StoreSerdes<?, V> serdes) implements ValueCodec<ValueAndTimestamp<V>> {

        private static final long UNKNOWN_TIMESTAMP_MS = -1;

        @Override
        public byte[] toBytes(ValueAndTimestamp<V> value) {
            return serdes.valueBytes(value.value());
        }

        @Override
        public ValueAndTimestamp<V> fromBytes(byte[] bytes) {
            return ValueAndTimestamp.makeAllowNullable(serdes.value(bytes), UNKNOWN_TIMESTAMP_MS);
        }

        @Override
        public long timestampMs(ValueAndTimestamp<V> value, long currentTimestampMs) {
            return value.timestamp();
        }
    }

    /**
     * Values of which less is read than is kept. None is held as an object, which would show all of it.
     *
     * @param kept how all of it is kept
     * @param seen what is read of it
     */
    record InPart<V>(ValueCodec<V> kept, UnaryOperator<V> seen) implements ValueCodec<V> {

        @Override
        public byte[] toBytes(V value) {
            return kept.toBytes(value);
        }

        @Override
        public V fromBytes(byte[] bytes) {
            return seen.apply(kept.fromBytes(bytes));
        }

        @Override
        public long timestampMs(V value, long currentTimestampMs) {
            return kept.timestampMs(value, currentTimestampMs);
        }
    }

    /** Values with a timestamp and headers before them. */
    record WithHeaders<V>(StoreSerdes<?, V> serdes) implements ValueCodec<ValueTimestampHeaders<V>> {

        @Override
        public byte[] toBytes(ValueTimestampHeaders<V> value) {
            // The serializer comes first, because it may add headers.
            byte[] bytes = serdes.valueBytes(value.value(), value.headers());
            return HeadersValue.join(value.headers(), TimestampedValue.join(value.timestamp(), bytes));
        }

        @Override
        public ValueTimestampHeaders<V> fromBytes(byte[] bytes) {
            Headers headers = HeadersValue.headers(bytes);
            byte[] rest = HeadersValue.rest(bytes);
            return ValueTimestampHeaders.makeAllowNullable(
                    serdes.value(TimestampedValue.split(rest), headers), TimestampedValue.timestampMs(rest), headers);
        }

        @Override
        public long timestampMs(ValueTimestampHeaders<V> value, long currentTimestampMs) {
            return value.timestamp();
        }
    }

    /**
     * Values with a timestamp and headers, above a store of the user's that keeps no headers: what is read back has none.
     *
     * @param inner how the store keeps the rest
     */
    record HeadersLost<V>(ValueCodec<ValueAndTimestamp<V>> inner) implements ValueCodec<ValueTimestampHeaders<V>> {

        @Override
        public byte[] toBytes(ValueTimestampHeaders<V> value) {
            return inner.toBytes(ValueAndTimestamp.makeAllowNullable(value.value(), value.timestamp()));
        }

        @Override
        public ValueTimestampHeaders<V> fromBytes(byte[] bytes) {
            ValueAndTimestamp<V> found = inner.fromBytes(bytes);
            return ValueTimestampHeaders.makeAllowNullable(found.value(), found.timestamp(), new RecordHeaders());
        }

        @Override
        public long timestampMs(ValueTimestampHeaders<V> value, long currentTimestampMs) {
            return value.timestamp();
        }
    }

    /** Aggregates with headers before them. */
    record AggregateWithHeaders<V>(StoreSerdes<?, V> serdes) implements ValueCodec<AggregationWithHeaders<V>> {

        @Override
        public byte[] toBytes(AggregationWithHeaders<V> value) {
            // The serializer comes first, because it may add headers.
            byte[] bytes = serdes.valueBytes(value.aggregation(), value.headers());
            return HeadersValue.join(value.headers(), bytes);
        }

        @Override
        public AggregationWithHeaders<V> fromBytes(byte[] bytes) {
            Headers headers = HeadersValue.headers(bytes);
            return AggregationWithHeaders.makeAllowNullable(serdes.value(HeadersValue.rest(bytes), headers), headers);
        }

        @Override
        public long timestampMs(AggregationWithHeaders<V> value, long currentTimestampMs) {
            return currentTimestampMs;
        }
    }

    /** Aggregates with headers, above a store of the user's that keeps none. */
    record AggregateHeadersLost<V>(StoreSerdes<?, V> serdes) implements ValueCodec<AggregationWithHeaders<V>> {

        @Override
        public byte[] toBytes(AggregationWithHeaders<V> value) {
            return serdes.valueBytes(value.aggregation(), value.headers());
        }

        @Override
        public AggregationWithHeaders<V> fromBytes(byte[] bytes) {
            return AggregationWithHeaders.makeAllowNullable(serdes.value(bytes), new RecordHeaders());
        }

        @Override
        public long timestampMs(AggregationWithHeaders<V> value, long currentTimestampMs) {
            return currentTimestampMs;
        }
    }

    /** Values that are bytes with headers and a timestamp before them already. */
    record RawWithHeaders() implements ValueCodec<byte[]> {

        @Override
        public byte[] toBytes(byte[] value) {
            return value;
        }

        @Override
        public byte[] fromBytes(byte[] bytes) {
            return bytes;
        }

        @Override
        public long timestampMs(byte[] value, long currentTimestampMs) {
            return HeadersValue.timestampMs(value);
        }
    }
}
