package io.millrace.streams.kstream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads and writes windowed keys as bytes.
 *
 * <p>A time window is the key and its 8-byte start, in changelogs also a 4-byte sequence number; a session is the key, its
 * 8-byte end and its 8-byte start. All numbers are big-endian.
 */
final class WindowedKeyBytes {

    private static final int SEQUENCE_BYTES = Integer.BYTES;
    private static final int SESSION_BYTES = 2 * Long.BYTES;

    private WindowedKeyBytes() {}

    static byte[] ofTimeWindow(byte[] key, Window window) {
        return ByteBuffer.allocate(key.length + Long.BYTES)
                .put(key)
                .putLong(window.start())
                .array();
    }

    static byte[] ofSession(byte[] key, Window window) {
        return ByteBuffer.allocate(key.length + SESSION_BYTES)
                .put(key)
                .putLong(window.end())
                .putLong(window.start())
                .array();
    }

    static byte[] keyInTimeWindow(byte[] bytes, boolean isChangelog) {
        return Arrays.copyOf(bytes, keyLength(bytes, timeWindowBytes(isChangelog)));
    }

    static TimeWindow timeWindow(byte[] bytes, boolean isChangelog, long windowSizeMs) {
        long startMs = ByteBuffer.wrap(bytes).getLong(keyLength(bytes, timeWindowBytes(isChangelog)));
        long endMs = startMs + windowSizeMs;
        // Past the end of time there is only the end of time.
        return new TimeWindow(startMs, endMs < 0 ? Long.MAX_VALUE : endMs);
    }

    static byte[] keyInSession(byte[] bytes) {
        return Arrays.copyOf(bytes, keyLength(bytes, SESSION_BYTES));
    }

    static SessionWindow session(byte[] bytes) {
        int keyLength = keyLength(bytes, SESSION_BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new SessionWindow(buffer.getLong(keyLength + Long.BYTES), buffer.getLong(keyLength));
    }

    private static int timeWindowBytes(boolean isChangelog) {
        return isChangelog ? Long.BYTES + SEQUENCE_BYTES : Long.BYTES;
    }

    private static int keyLength(byte[] bytes, int windowBytes) {
        int length = bytes.length - windowBytes;
        if (length < 0) {
            throw new SerializationException(
                    "A windowed key has " + bytes.length + " bytes, but its window alone takes " + windowBytes
                            + "; the data was written by another serializer.");
        }
        return length;
    }
}
