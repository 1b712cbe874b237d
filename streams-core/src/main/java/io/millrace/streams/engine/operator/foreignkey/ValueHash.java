package io.millrace.streams.engine.operator.foreignkey;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The 128 bits by which an answer finds out whether the value that asked is still there: MurmurHash3 (x64, 128 bits) of the
 * serialised value with the seed 104729, which is part of the format.
 */
public record ValueHash(long high, long low) {

    static final int BYTES = 16;

    private static final long SEED = 104_729;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    /** The hash of a value, null for none. */
    public static @Nullable ValueHash of(byte @Nullable [] value) {
        return value == null ? null : hash(value);
    }

    private static ValueHash hash(byte[] bytes) {
        long h1 = SEED;
        long h2 = SEED;
        int tail = bytes.length / BLOCK * BLOCK;
        for (int i = 0; i < tail; i += BLOCK) {
            h1 ^= scrambled(littleEndian(bytes, i, Long.BYTES), C1, 31, C2);
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= scrambled(littleEndian(bytes, i + Long.BYTES, Long.BYTES), C2, 33, C1);
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        int left = bytes.length - tail;
        // A part without bytes is zero, which scrambles to zero and changes nothing.
        h2 ^= scrambled(littleEndian(bytes, tail + Long.BYTES, Math.max(0, left - Long.BYTES)), C2, 33, C1);
        h1 ^= scrambled(littleEndian(bytes, tail, Math.min(left, Long.BYTES)), C1, 31, C2);
        h1 ^= bytes.length;
        h2 ^= bytes.length;
        h1 += h2;
        h2 += h1;
        h1 = finished(h1);
        h2 = finished(h2);
        h1 += h2;
        h2 += h1;
        return new ValueHash(h1, h2);
    }

    private static long scrambled(long block, long first, int rotation, long second) {
        return Long.rotateLeft(block * first, rotation) * second;
    }

    private static long finished(long h) {
        long mixed = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private static long littleEndian(byte[] bytes, int from, int count) {
        long block = 0;
        for (int i = 0; i < count; i++) {
            block |= (bytes[from + i] & 0xffL) << (Byte.SIZE * i);
        }
        return block;
    }

    static ValueHash read(ByteBuffer buffer) {
        return new ValueHash(buffer.getLong(), buffer.getLong());
    }

    void write(ByteBuffer buffer) {
        buffer.putLong(high).putLong(low);
    }
}
