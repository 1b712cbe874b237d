package io.millrace.streams.engine.state.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that wait for a match under one key. A byte 1 and the number of values come first; each value is its length with one byte
 * for the side, that byte (1 for left), and the value. Numbers have four bytes, big-endian.
 */
public final class UnjoinedValues {

    private static final byte VARIABLE_LENGTHS = 1;
    private static final int COUNT_AT = 1;
    private static final int VALUES_AT = COUNT_AT + Integer.BYTES;
    private static final int SIDE_BYTES = 1;

    private UnjoinedValues() {}

    /** The values so far, null for none, and another one. */
    public static byte[] append(byte @Nullable [] stored, boolean left, byte[] value) {
        int end = stored == null ? VALUES_AT : stored.length;
        int count = stored == null ? 0 : BigEndian.getInt(stored, COUNT_AT);
        byte[] appended = stored == null
                ? new byte[end + Integer.BYTES + SIDE_BYTES + value.length]
                : Arrays.copyOf(stored, end + Integer.BYTES + SIDE_BYTES + value.length);
        appended[0] = VARIABLE_LENGTHS;
        BigEndian.putInt(appended, COUNT_AT, count + 1);
        BigEndian.putInt(appended, end, SIDE_BYTES + value.length);
        appended[end + Integer.BYTES] = (byte) (left ? 1 : 0);
        System.arraycopy(value, 0, appended, end + Integer.BYTES + SIDE_BYTES, value.length);
        return appended;
    }

    /** The values in the order they were appended. */
    public static List<byte[]> values(byte[] stored) {
        int count = BigEndian.getInt(stored, COUNT_AT);
        List<byte[]> values = new ArrayList<>(count);
        int at = VALUES_AT;
        for (int i = 0; i < count; i++) {
            int length = BigEndian.getInt(stored, at);
            at += Integer.BYTES;
            values.add(Arrays.copyOfRange(stored, at + SIDE_BYTES, at + length));
            at += length;
        }
        return values;
    }
}
