package io.millrace.streams.engine.state.layout;

import java.util.Arrays;

/**
 * The key of a session. In a changelog: key, session end in eight bytes, session start in eight. In a backend the number of the
 * segment that the end falls in comes first, in eight bytes.
 */
public final class SessionKey {

    private static final int SEGMENT_BYTES = Long.BYTES;
    private static final int SUFFIX_BYTES = 2 * Long.BYTES;

    private SessionKey() {}

    /** The key as a backend holds it. */
    public static byte[] stored(long segment, byte[] key, long startMs, long endMs) {
        byte[] stored = new byte[SEGMENT_BYTES + key.length + SUFFIX_BYTES];
        BigEndian.putLong(stored, 0, segment);
        System.arraycopy(key, 0, stored, SEGMENT_BYTES, key.length);
        BigEndian.putLong(stored, SEGMENT_BYTES + key.length, endMs);
        BigEndian.putLong(stored, SEGMENT_BYTES + key.length + Long.BYTES, startMs);
        return stored;
    }

    /** Whether an array can be the key of a changelog record at all. */
    public static boolean isChangelogKey(byte[] changelog) {
        return changelog.length >= SUFFIX_BYTES;
    }

    /** Session end in a changelog key. */
    public static long changelogEndMs(byte[] changelog) {
        return BigEndian.getLong(changelog, changelog.length - SUFFIX_BYTES);
    }

    /** Session end in a stored key. */
    public static long endMs(byte[] stored) {
        return BigEndian.getLong(stored, stored.length - SUFFIX_BYTES);
    }

    /** Session start in a stored key. */
    public static long startMs(byte[] stored) {
        return BigEndian.getLong(stored, stored.length - Long.BYTES);
    }

    /** The bare key in a stored key. */
    public static byte[] key(byte[] stored) {
        return Arrays.copyOfRange(stored, SEGMENT_BYTES, stored.length - SUFFIX_BYTES);
    }

    /** Whether two stored keys are of sessions of one key that end together. */
    public static boolean endTogether(byte[] stored, byte[] other) {
        int end = stored.length - Long.BYTES;
        return Arrays.equals(stored, 0, end, other, 0, other.length - Long.BYTES);
    }

    /** Orders the bare key of a stored key and another bare key. */
    public static int compareKey(byte[] stored, byte[] key) {
        return Arrays.compareUnsigned(stored, SEGMENT_BYTES, stored.length - SUFFIX_BYTES, key, 0, key.length);
    }

    /**
     * The last stored key that a segment, and a bare key no greater than this one, can have when no session ends later. A bare key
     * that is a prefix of this one sorts below it, and yet its stored key may sort above, hence the search.
     */
    public static byte[] upperBound(long segment, byte[] key, long latestEndMs) {
        byte[] highest = stored(segment, key, Long.MAX_VALUE, latestEndMs);
        for (int length = 0; length < key.length; length++) {
            byte[] candidate = stored(segment, Arrays.copyOf(key, length), Long.MAX_VALUE, latestEndMs);
            if (Arrays.compareUnsigned(candidate, highest) > 0) {
                highest = candidate;
            }
        }
        return highest;
    }
}
