package io.millrace.verification.chaos.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The rows of the table: each key and value is computed from a number, so that whoever reads one can tell whether it is right without
 * remembering any. Values do not compress.
 *
 * @param seed other seeds, other rows
 */
record Rows(long seed) {

    static final int KEY_BYTES = 16;
    static final int VALUE_BYTES = 100;

    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final int PAYLOAD = 2 * Long.BYTES;

    /** The key of a row: spread evenly over all that begin with eight bytes. */
    byte[] key(long index) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putLong(mix(seed + index))
                .putLong(index)
                .array();
    }

    /** What a row holds after the update of this number; 0 is how it was loaded. */
    byte[] value(long index, long version) {
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES).putLong(index).putLong(version);
        long random = mix(seed ^ mix(index) ^ version);
        while (value.remaining() >= Long.BYTES) {
            random += STEP;
            value.putLong(mix(random));
        }
        value.putInt((int) mix(random));
        return value.array();
    }

    /** Which row the update of this number changes: any with the same chance. */
    long updated(long update, long rows) {
        return Long.remainderUnsigned(mix(mix(seed) + update * STEP), rows);
    }

    /** Whether this is a value that the row of this key has had at some time. */
    boolean belong(byte[] key, byte[] value) {
        if (key.length != KEY_BYTES || value.length != VALUE_BYTES) {
            return false;
        }
        long index = ByteBuffer.wrap(value).getLong();
        return Arrays.equals(key, key(index)) && Arrays.equals(value, value(index, version(value)));
    }

    /** The update that wrote a value. */
    static long version(byte[] value) {
        return ByteBuffer.wrap(value).getLong(Long.BYTES);
    }

    /** The bytes of a row. */
    static int bytes() {
        return KEY_BYTES + VALUE_BYTES;
    }

    static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The first key that a range of about so many rows does not reach, if it starts at a row's key. */
    byte[] endOfRange(long index, long rows, int wanted) {
        long from = mix(seed + index);
        long width = Long.divideUnsigned(-1L, rows) * wanted;
        long to = Long.compareUnsigned(from + width, from) < 0 ? -1L : from + width;
        return ByteBuffer.allocate(PAYLOAD).putLong(to).putLong(-1L).array();
    }
}
