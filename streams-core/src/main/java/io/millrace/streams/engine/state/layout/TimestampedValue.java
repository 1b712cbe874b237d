package io.millrace.streams.engine.state.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value with its timestamp: eight bytes, big-endian, then the value. */
public final class TimestampedValue {

    private static final int TIMESTAMP_BYTES = Long.BYTES;

    private TimestampedValue() {}

    /** Puts the timestamp before the value; null stays null. */
    public static byte @Nullable [] of(long timestampMs, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        byte[] stored = new byte[TIMESTAMP_BYTES + value.length];
        BigEndian.putLong(stored, 0, timestampMs);
        System.arraycopy(value, 0, stored, TIMESTAMP_BYTES, value.length);
        return stored;
    }

    public static long timestampMs(byte[] stored) {
        return BigEndian.getLong(stored, 0);
    }

    /** The value without its timestamp; null stays null. */
    public static byte @Nullable [] value(byte @Nullable [] stored) {
        return stored == null ? null : Arrays.copyOfRange(stored, TIMESTAMP_BYTES, stored.length);
    }
}
