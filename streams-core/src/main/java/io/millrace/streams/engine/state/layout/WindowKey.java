package io.millrace.streams.engine.state.layout;

import java.util.Arrays;

/**
 * The key of a windowed entry. In a changelog: key, window start in eight bytes, sequence number in four. In a backend the number
 * of the segment comes first, in eight bytes, so that one segment's entries lie together and can be dropped together.
 */
public final class WindowKey {

    private static final int SEGMENT_BYTES = Long.BYTES;
    private static final int SUFFIX_BYTES = Long.BYTES + Integer.BYTES;

    private WindowKey() {}

    /** The key as a backend holds it. */
    public static byte[] stored(long segment, byte[] key, long startMs, int sequence) {
        byte[] stored = new byte[SEGMENT_BYTES + key.length + SUFFIX_BYTES];
        BigEndian.putLong(stored, 0, segment);
        System.arraycopy(key, 0, stored, SEGMENT_BYTES, key.length);
        BigEndian.putLong(stored, SEGMENT_BYTES + key.length, startMs);
        BigEndian.putInt(stored, SEGMENT_BYTES + key.length + Long.BYTES, sequence);
        return stored;
    }

    /** The key as a changelog holds it. */
    public static byte[] changelog(byte[] key, long startMs, int sequence) {
        byte[] changelog = new byte[key.length + SUFFIX_BYTES];
        System.arraycopy(key, 0, changelog, 0, key.length);
        BigEndian.putLong(changelog, key.length, startMs);
        BigEndian.putInt(changelog, key.length + Long.BYTES, sequence);
        return changelog;
    }

    /** The changelog key of a stored one. */
    public static byte[] toChangelog(byte[] stored) {
        return Arrays.copyOfRange(stored, SEGMENT_BYTES, stored.length);
    }

    /** The stored key of a changelog one. */
    public static byte[] toStored(long segment, byte[] changelog) {
        byte[] stored = new byte[SEGMENT_BYTES + changelog.length];
        BigEndian.putLong(stored, 0, segment);
        System.arraycopy(changelog, 0, stored, SEGMENT_BYTES, changelog.length);
        return stored;
    }

    /** Whether an array can be the key of a changelog record at all. */
    public static boolean isChangelogKey(byte[] changelog) {
        return changelog.length >= SUFFIX_BYTES;
    }

    /** Window start in a changelog key. */
    public static long changelogStartMs(byte[] changelog) {
        return BigEndian.getLong(changelog, changelog.length - SUFFIX_BYTES);
    }

    /** Window start in a stored key. */
    public static long startMs(byte[] stored) {
        return BigEndian.getLong(stored, stored.length - SUFFIX_BYTES);
    }

    /** Sequence number in a stored key, or in that of a changelog record. */
    public static int sequence(byte[] stored) {
        return BigEndian.getInt(stored, stored.length - Integer.BYTES);
    }

    /** The bare key in a stored key. */
    public static byte[] key(byte[] stored) {
        return Arrays.copyOfRange(stored, SEGMENT_BYTES, stored.length - SUFFIX_BYTES);
    }

    /** Whether a stored key is of exactly this bare key. */
    public static boolean isOf(byte[] stored, byte[] key) {
        return Arrays.equals(stored, SEGMENT_BYTES, stored.length - SUFFIX_BYTES, key, 0, key.length);
    }

    /** Orders the bare key of a stored key and another bare key. */
    public static int compareKey(byte[] stored, byte[] key) {
        return Arrays.compareUnsigned(stored, SEGMENT_BYTES, stored.length - SUFFIX_BYTES, key, 0, key.length);
    }

    /** The first stored key that a segment, and a bare key no less than this one, can have. */
    public static byte[] lowerBound(long segment, byte[] key) {
        byte[] bound = new byte[SEGMENT_BYTES + key.length];
        BigEndian.putLong(bound, 0, segment);
        System.arraycopy(key, 0, bound, SEGMENT_BYTES, key.length);
        return bound;
    }

    /**
     * The last stored key that a segment, and a bare key no greater than this one, can have when no window starts later. A bare
     * key that is a prefix of this one sorts below it, and yet its stored key may sort above, hence the search.
     */
    public static byte[] upperBound(long segment, byte[] key, long latestStartMs) {
        byte[] highest = stored(segment, key, latestStartMs, Integer.MAX_VALUE);
        int firstOfTime = (int) (latestStartMs >>> 56);
        for (int length = 0; length < key.length; length++) {
            if (firstOfTime < Byte.toUnsignedInt(key[length])) {
                continue; // As with each key of text: the time comes where the longer key has this, and sorts below it.
            }
            byte[] candidate = stored(segment, Arrays.copyOf(key, length), latestStartMs, Integer.MAX_VALUE);
            if (Arrays.compareUnsigned(candidate, highest) > 0) {
                highest = candidate;
            }
        }
        return highest;
    }

    /** The bytes that all stored keys of a segment start with. */
    public static byte[] segmentPrefix(long segment) {
        byte[] prefix = new byte[SEGMENT_BYTES];
        BigEndian.putLong(prefix, 0, segment);
        return prefix;
    }
}
