package io.millrace.streams.engine.state.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value with its timestamp: eight bytes, big-endian, then the value. */
public final class TimestampedValue {

    private static final int TIMESTAMP_BYTES = Long.BYTES;

    private TimestampedValue() {}

    /** Puts the timestamp before the value; null stays null. */
    public static byte @Nullable [] of(long timestampMs, byte @Nullable [] value) {
        return value == null ? null : join(timestampMs, value);
    }

    /** Puts the timestamp before the value. */
    public static byte[] join(long timestampMs, byte[] value) {
        byte[] stored = new byte[TIMESTAMP_BYTES + value.length];
        BigEndian.putLong(stored, 0, timestampMs);
        System.arraycopy(value, 0, stored, TIMESTAMP_BYTES, value.length);
        return stored;
    }

    /** The timestamp. */
    public static long timestampMs(byte[] stored) {
        return BigEndian.getLong(stored, 0);
    }

    /** The value without its timestamp; null stays null. */
    public static byte @Nullable [] value(byte @Nullable [] stored) {
        return stored == null ? null : split(stored);
    }

    /** The value without its timestamp. */
    public static byte[] split(byte[] stored) {
        return Arrays.copyOfRange(stored, TIMESTAMP_BYTES, stored.length);
    }
}
