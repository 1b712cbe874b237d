package io.millrace.streams.engine.state.layout;

import java.util.Arrays;

/**
 * Key of the records of a stream-stream join that wait for a match: eight bytes of timestamp, big-endian, one byte that is 1 for
 * the left side, then the key.
 */
public final class UnjoinedKey {

    private static final int SIDE_AT = Long.BYTES;
    private static final int KEY_AT = SIDE_AT + 1;

    private UnjoinedKey() {}

    public static byte[] of(long timestampMs, boolean left, byte[] key) {
        byte[] stored = new byte[KEY_AT + key.length];
        BigEndian.putLong(stored, 0, timestampMs);
        stored[SIDE_AT] = (byte) (left ? 1 : 0);
        System.arraycopy(key, 0, stored, KEY_AT, key.length);
        return stored;
    }

    public static long timestampMs(byte[] stored) {
        return BigEndian.getLong(stored, 0);
    }

    public static boolean isLeft(byte[] stored) {
        return stored[SIDE_AT] == 1;
    }

    public static byte[] key(byte[] stored) {
        return Arrays.copyOfRange(stored, KEY_AT, stored.length);
    }
}
