package io.millrace.streams.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Marks a store of bytes whose values begin with an 8-byte big-endian timestamp in epoch milliseconds. */
public interface TimestampedBytesStore {

    /**
     * Puts the unknown timestamp, {@code -1}, in front of a value that has none.
     *
     * @param plainValue the serialised value; may be null
     * @return the value with its timestamp, null for null
     */
    static byte @Nullable [] convertToTimestampedFormat(byte @Nullable [] plainValue) {
        if (plainValue == null) {
            return null;
        }
        return ByteBuffer.allocate(Long.BYTES + plainValue.length)
                .putLong(-1L)
                .put(plainValue)
                .array();
    }
}
