package io.millrace.streams.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Marks a store of bytes whose values begin with record headers.
 *
 * <p>A value begins with the size of its headers as a variable-length integer, then the headers, then the value as it would be without them.
 */
public interface HeadersBytesStore {

    /**
     * Puts empty headers in front of a value that begins with its timestamp.
     *
     * @param value the serialised value with its timestamp; may be null
     * @return the value with empty headers, null for null
     */
    static byte @Nullable [] convertToHeaderFormat(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        // The size of no headers is a single zero byte.
        return ByteBuffer.allocate(1 + value.length).put((byte) 0).put(value).array();
    }

    /**
     * Puts empty headers and the unknown timestamp, {@code -1}, in front of a value that has neither.
     *
     * @param value the serialised value; may be null
     * @return the value with empty headers and unknown timestamp, null for null
     */
    static byte @Nullable [] convertFromPlainToHeaderFormat(byte @Nullable [] value) {
        return convertToHeaderFormat(TimestampedBytesStore.convertToTimestampedFormat(value));
    }
}
