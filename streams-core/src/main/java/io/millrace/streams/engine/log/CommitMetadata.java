package io.millrace.streams.engine.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What is kept with a committed input position: the partition's stream time, and how far the task's changelogs were when the position
 * was committed. The second is what makes state exact after a crash: entries that were appended for records whose positions were
 * not committed lie beyond, are not restored, and are overwritten when those records are processed again.
 *
 * <p>The layout is that of Kafka Streams 4.3: Base64 of a version byte, an 8-byte time, and a list of named numbers, in which the
 * changelogs are named by a short hash of their topic. Lists too long for the broker's limit are left out.
 *
 * <p>Operators keep numbers of their own in the same list, under {@link #nameOfNote other names}.
 *
 * @param partitionTimeMs stream time of the partition, {@link #UNKNOWN} if none was kept
 * @param changelogEnds offset after the last entry that belongs to the position, by {@link #nameOf name} of the changelog;
 *     and what operators noted
 */
public record CommitMetadata(long partitionTimeMs, Map<String, Long> changelogEnds) {

    /** The time when none is kept. */
    public static final long UNKNOWN = -1L;

    private static final byte VERSION = 2;
    private static final byte OLDEST_VERSION = 1;
    private static final int TIME_BYTES = Byte.BYTES + Long.BYTES;
    /** Brokers refuse metadata over 4 KiB by default; what is much longer was not written by an application like this. */
    private static final int MAX_METADATA_LENGTH = 64 * 1024;

    private static final int MAX_NUMBERS = 120;
    private static final String PREFIX = "c";
    private static final String NOTE_PREFIX = "n";
    private static final CommitMetadata NOTHING = new CommitMetadata(UNKNOWN, Map.of());

    public CommitMetadata {
        changelogEnds = Map.copyOf(changelogEnds);
    }

    /** The name under which a changelog's end is kept. */
    public static String nameOf(TopicPartition changelog) {
        return PREFIX + Integer.toHexString(changelog.topic().hashCode());
    }

    /** The name under which what an operator noted is kept. */
    public static String nameOfNote(String name) {
        return NOTE_PREFIX + Integer.toHexString(name.hashCode());
    }

    /** Whether a number is what an operator noted. */
    public static boolean isNote(String keptName) {
        return keptName.startsWith(NOTE_PREFIX);
    }

    /** The text to commit. */
    public String encode() {
        Map<String, Long> ends = fitting();
        int bytes = TIME_BYTES;
        if (!ends.isEmpty()) {
            bytes += Integer.BYTES;
            for (String name : ends.keySet()) {
                bytes += Integer.BYTES + name.length() + Long.BYTES;
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).put(VERSION).putLong(partitionTimeMs);
        if (!ends.isEmpty()) {
            buffer.putInt(ends.size());
            ends.forEach((name, end) -> buffer.putInt(name.length())
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .putLong(end));
        }
        return Base64.getEncoder().encodeToString(buffer.array());
    }

    /** As much as the broker takes. Notes go first: without them a late record may pass, without the ends state is not exact. */
    private Map<String, Long> fitting() {
        Map<String, Long> ends = new TreeMap<>(changelogEnds);
        if (ends.size() > MAX_NUMBERS) {
            ends.keySet().removeIf(CommitMetadata::isNote);
        }
        return ends.size() > MAX_NUMBERS ? Map.of() : ends;
    }

    /** Reads what was committed, by whatever wrote it; what cannot be read counts as not kept. */
    public static CommitMetadata decode(String metadata) {
        if (metadata.isEmpty() || metadata.length() > MAX_METADATA_LENGTH) {
            return NOTHING;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(metadata);
        } catch (IllegalArgumentException e) {
            return NOTHING;
        }
        if (bytes.length < TIME_BYTES || bytes[0] < OLDEST_VERSION) {
            return NOTHING;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, Byte.BYTES, bytes.length - Byte.BYTES);
        return new CommitMetadata(buffer.getLong(), ends(buffer));
    }

    private static Map<String, Long> ends(ByteBuffer buffer) {
        Map<String, Long> ends = new HashMap<>();
        try {
            int count = buffer.hasRemaining() ? buffer.getInt() : 0;
            for (int i = 0; i < count; i++) {
                int length = buffer.getInt();
                if (length < 0 || length > buffer.remaining()) {
                    return Map.of();
                }
                byte[] name = new byte[length];
                buffer.get(name);
                ends.put(new String(name, StandardCharsets.UTF_8), buffer.getLong());
            }
        } catch (BufferUnderflowException e) {
            return Map.of();
        }
        return ends;
    }
}
