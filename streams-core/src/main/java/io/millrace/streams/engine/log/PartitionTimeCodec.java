package io.millrace.streams.engine.log;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The partition time kept in the metadata of committed offsets, as Kafka Streams 4.3 keeps it: Base64 of a version byte and
 * an 8-byte big-endian time. Later fields may follow and are ignored.
 */
public final class PartitionTimeCodec {

    /** What {@link #decode(String)} answers when no time is kept. */
    public static final long UNKNOWN = -1L;

    private static final byte VERSION = 2;
    private static final byte OLDEST_VERSION = 1;
    private static final int ENCODED_BYTES = Byte.BYTES + Long.BYTES;
    /** Brokers refuse metadata over 4 KiB by default; what is longer was not written by an application like this. */
    private static final int MAX_METADATA_LENGTH = 64 * 1024;

    private PartitionTimeCodec() {}

    /** The metadata that keeps this time, in epoch milliseconds. */
    public static String encode(long partitionTimeMs) {
        byte[] bytes = ByteBuffer.allocate(ENCODED_BYTES)
                .put(VERSION)
                .putLong(partitionTimeMs)
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The time kept in the metadata, in epoch milliseconds; {@link #UNKNOWN} if there is none or it cannot be read. */
    public static long decode(String metadata) {
        if (metadata.isEmpty() || metadata.length() > MAX_METADATA_LENGTH) {
            return UNKNOWN;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(metadata);
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
        if (bytes.length < ENCODED_BYTES || bytes[0] < OLDEST_VERSION) {
            return UNKNOWN;
        }
        return ByteBuffer.wrap(bytes, Byte.BYTES, Long.BYTES).getLong();
    }
}
