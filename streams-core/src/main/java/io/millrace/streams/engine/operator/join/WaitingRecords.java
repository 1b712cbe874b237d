package io.millrace.streams.engine.operator.join;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.operator.suppress.HeldChange;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;

/**
 * Records of a stream that wait, by time, then by key, then in the order they came. Owned by the thread of the task.
 *
 * <p>A key in the store is a byte 0, the timestamp in eight bytes, the serialised key, and a number in four bytes that tells
 * records of one time and key apart; numbers are big-endian. What it holds is the record as the last change of a key that had no
 * value before, held by no time of its own.
 */
final class WaitingRecords {

    private static final int TIME_AT = 1;
    private static final int KEY_AT = TIME_AT + Long.BYTES;
    private static final int NO_TIME = 0;

    private final KeyValueStore<Bytes, byte[]> store;
    private int lastNumber;
    private long firstTimeMs = Long.MAX_VALUE;

    /** Takes records that need not wait any longer. */
    @FunctionalInterface
    interface Taker {

        void take(byte[] key, HeldChange.Cause cause, byte[] value);
    }

    WaitingRecords(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                byte[] stored = all.next().key.get();
                lastNumber = Math.max(lastNumber, number(stored));
                firstTimeMs = Math.min(firstTimeMs, timeMs(stored));
            }
        }
    }

    void add(byte[] key, HeldChange.Cause cause, byte[] value) {
        long timeMs = cause.timestampMs();
        firstTimeMs = Math.min(firstTimeMs, timeMs);
        HeldChange record = new HeldChange(cause, null, null, value, NO_TIME);
        store.put(stored(timeMs, key, ++lastNumber), record.toBytes());
    }

    /** Lets go, in order, those that are not later than a time. */
    void release(long untilMs, Taker taker) {
        if (firstTimeMs > untilMs) {
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> due = store.range(from(firstTimeMs), null)) {
            while (due.hasNext()) {
                KeyValue<Bytes, byte[]> row = due.next();
                byte[] stored = row.key.get();
                // Set before anything can fail, so that the rest is found again.
                firstTimeMs = timeMs(stored);
                if (firstTimeMs > untilMs) {
                    return;
                }
                store.put(row.key, null);
                HeldChange record = HeldChange.from(row.value);
                taker.take(
                        Arrays.copyOfRange(stored, KEY_AT, stored.length - Integer.BYTES),
                        record.cause(),
                        Objects.requireNonNull(record.newValue(), "a record that waits has a value"));
            }
        }
        firstTimeMs = Long.MAX_VALUE;
    }

    private static Bytes stored(long timeMs, byte[] key, int number) {
        return Bytes.wrap(ByteBuffer.allocate(KEY_AT + key.length + Integer.BYTES)
                .putLong(TIME_AT, timeMs)
                .position(KEY_AT)
                .put(key)
                .putInt(number)
                .array());
    }

    private static Bytes from(long timeMs) {
        return Bytes.wrap(ByteBuffer.allocate(KEY_AT).putLong(TIME_AT, timeMs).array());
    }

    private static long timeMs(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong(TIME_AT);
    }

    private static int number(byte[] stored) {
        return ByteBuffer.wrap(stored).getInt(stored.length - Integer.BYTES);
    }
}
