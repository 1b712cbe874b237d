package io.millrace.streams.engine.state;

import java.util.Arrays;

/**
 * Orders many keys faster than comparing their bytes does: by the eight bytes that follow what all of them begin with, as one unsigned
 * number. Keys whose numbers are equal must still be compared.
 */
final class KeyPrefix {

    private KeyPrefix() {}

    /** How many bytes, up to a number, two keys begin with alike. */
    static int common(byte[] left, byte[] right, int atMost) {
        int mismatch =
                Arrays.mismatch(left, 0, Math.min(left.length, atMost), right, 0, Math.min(right.length, atMost));
        return mismatch < 0 ? Math.min(atMost, left.length) : mismatch;
    }

    /** The eight bytes of a key from an index on, with zeros for those beyond its end. */
    static long at(byte[] key, int from) {
        long prefix = 0;
        int end = Math.min(key.length, from + Long.BYTES);
        for (int i = from; i < end; i++) {
            prefix |= (key[i] & 0xFFL) << (Byte.SIZE * (Long.BYTES - 1 - (i - from)));
        }
        return prefix;
    }
}
