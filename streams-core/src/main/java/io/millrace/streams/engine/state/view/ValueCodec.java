package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.state.ValueAndTimestamp;
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

    /** Null stays null. */
    default byte @Nullable [] toBytesOrNull(@Nullable V value) {
        return value == null ? null : toBytes(value);
    }

    /** Null stays null. */
    default @Nullable V fromBytesOrNull(byte @Nullable [] bytes) {
        return bytes == null ? null : fromBytes(bytes);
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
    }

    /** Values with a timestamp before them. */
    record Timestamped<V>(StoreSerdes<?, V> serdes) implements ValueCodec<ValueAndTimestamp<V>> {

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
}
