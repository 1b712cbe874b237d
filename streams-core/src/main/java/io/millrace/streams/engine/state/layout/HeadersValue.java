package io.millrace.streams.engine.state.layout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * A value with the headers of its record: the size of the headers as a variable-length integer, the headers, and what a store
 * without headers would hold. Headers are their number, and of each the length and bytes of its key and of its value, all lengths
 * as variable-length integers, -1 for a null value. The size of no headers is zero, and nothing follows it.
 */
public final class HeadersValue {

    private static final byte[] NO_HEADERS = {0};

    private HeadersValue() {}

    /** Puts headers before a value. */
    public static byte[] join(Headers headers, byte[] rest) {
        byte[] front = front(headers);
        byte[] stored = Arrays.copyOf(front, front.length + rest.length);
        System.arraycopy(rest, 0, stored, front.length, rest.length);
        return stored;
    }

    private static byte[] front(Headers headers) {
        int count = 0;
        int size = 0;
        for (Header header : headers) {
            byte[] key = header.key().getBytes(StandardCharsets.UTF_8);
            byte[] value = header.value();
            size += ByteUtils.sizeOfVarint(key.length) + key.length;
            size += value == null ? ByteUtils.sizeOfVarint(-1) : ByteUtils.sizeOfVarint(value.length) + value.length;
            count++;
        }
        if (count == 0) {
            return NO_HEADERS;
        }
        size += ByteUtils.sizeOfVarint(count);
        ByteBuffer buffer = ByteBuffer.allocate(ByteUtils.sizeOfVarint(size) + size);
        ByteUtils.writeVarint(size, buffer);
        ByteUtils.writeVarint(count, buffer);
        for (Header header : headers) {
            byte[] key = header.key().getBytes(StandardCharsets.UTF_8);
            ByteUtils.writeVarint(key.length, buffer);
            buffer.put(key);
            byte[] value = header.value();
            ByteUtils.writeVarint(value == null ? -1 : value.length, buffer);
            if (value != null) {
                buffer.put(value);
            }
        }
        return buffer.array();
    }

    /** The headers; the caller's to change. */
    public static Headers headers(byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        RecordHeaders headers = new RecordHeaders();
        if (ByteUtils.readVarint(buffer) == 0) {
            return headers;
        }
        int count = ByteUtils.readVarint(buffer);
        for (int i = 0; i < count; i++) {
            String key = new String(bytes(buffer, ByteUtils.readVarint(buffer)), StandardCharsets.UTF_8);
            int length = ByteUtils.readVarint(buffer);
            headers.add(key, length < 0 ? null : bytes(buffer, length));
        }
        return headers;
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    /** What follows the headers. */
    public static byte[] rest(byte[] stored) {
        return Arrays.copyOfRange(stored, restAt(stored), stored.length);
    }

    /** The timestamp that follows the headers, in stores that keep one. */
    public static long timestampMs(byte[] stored) {
        return BigEndian.getLong(stored, restAt(stored));
    }

    /** What follows the headers; null stays null. */
    public static byte @Nullable [] restOrNull(byte @Nullable [] stored) {
        return stored == null ? null : rest(stored);
    }

    private static int restAt(byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        int size = ByteUtils.readVarint(buffer);
        return buffer.position() + size;
    }
}
