package io.millrace.streams.engine.state.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key, as a backend holds it: length of the key in four bytes, the key, the version's timestamp in eight,
 * inverted. So the versions of a key lie together, the latest first, and no other key's between them. A stored value begins with a
 * byte that tells a value from a deletion, because a deletion is a version too.
 */
public final class VersionedKey {

    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int SUFFIX_BYTES = Long.BYTES;
    private static final byte DELETED = 0;
    private static final byte PRESENT = 1;

    private VersionedKey() {}

    /** The key of the version that begins at a time. */
    public static byte[] stored(byte[] key, long timestampMs) {
        byte[] stored = new byte[LENGTH_BYTES + key.length + SUFFIX_BYTES];
        BigEndian.putInt(stored, 0, key.length);
        System.arraycopy(key, 0, stored, LENGTH_BYTES, key.length);
        // Flipping every bit but the sign turns the order of timestamps round.
        BigEndian.putLong(stored, LENGTH_BYTES + key.length, timestampMs ^ Long.MAX_VALUE);
        return stored;
    }

    /** Where the versions of a key begin: before the latest there can be. */
    public static byte[] latest(byte[] key) {
        return stored(key, Long.MAX_VALUE);
    }

    /** Where the versions of a key end: at the earliest there can be. */
    public static byte[] earliest(byte[] key) {
        return stored(key, 0);
    }

    /** When a stored version begins. */
    public static long timestampMs(byte[] stored) {
        return BigEndian.getLong(stored, stored.length - SUFFIX_BYTES) ^ Long.MAX_VALUE;
    }

    /** The bare key of a stored version. */
    public static byte[] key(byte[] stored) {
        return Arrays.copyOfRange(stored, LENGTH_BYTES, stored.length - SUFFIX_BYTES);
    }

    /** Whether two stored versions are of one key. */
    public static boolean isSameKey(byte[] left, byte[] right) {
        return Arrays.equals(left, 0, left.length - SUFFIX_BYTES, right, 0, right.length - SUFFIX_BYTES);
    }

    /** The value of a version as it is stored, null for a deletion. */
    public static byte[] storedValue(byte @Nullable [] value) {
        if (value == null) {
            return new byte[] {DELETED};
        }
        byte[] stored = new byte[1 + value.length];
        stored[0] = PRESENT;
        System.arraycopy(value, 0, stored, 1, value.length);
        return stored;
    }

    /** Whether a stored value is a deletion. */
    public static boolean isDeletion(byte[] storedValue) {
        return storedValue[0] == DELETED;
    }

    /** The value of a version, null for a deletion. */
    public static byte @Nullable [] value(byte[] storedValue) {
        return isDeletion(storedValue) ? null : Arrays.copyOfRange(storedValue, 1, storedValue.length);
    }
}
