package io.millrace.streams.engine.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * What is kept with a committed input position: the partition's stream time, and how far the task's changelogs were when the position
 * was committed. The second is what makes state exact after a crash: entries that were appended for records whose positions were
 * not committed lie beyond, are not restored, and are overwritten when those records are processed again.
 *
 * <p>The layout is that of Kafka Streams 4.3: Base64 of a version byte, an 8-byte time, and a list of named numbers, in which the
 * changelogs are named by a short hash of their topic. Lists too long for the broker's limit are left out.
 *
 * <p>Operators keep numbers of their own in the same list, under {@link #nameOfNote other names}; what Kafka Streams notes, too, is
 * under the same name as there. Kafka Streams passes on numbers it
 * does not know with each position it commits, so the position they {@link #at belong to} is among them.
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

    private static final int MAX_NUMBERS = 121;
    /** In Base64 these are a little less than 4 KiB. */
    private static final int MAX_BYTES = 3_000;

    private static final Pattern OWN_NAME = Pattern.compile("[cnp][0-9a-f]{1,8}");
    private static final String PREFIX = "c";
    private static final String NOTE_PREFIX = "n";
    private static final String POSITION_PREFIX = "p";
    private static final CommitMetadata NOTHING = new CommitMetadata(UNKNOWN, Map.of());

    public CommitMetadata {
        changelogEnds = Map.copyOf(changelogEnds);
    }

    /** The name under which a changelog's end is kept. */
    public static String nameOf(TopicPartition changelog) {
        return PREFIX + Integer.toHexString(changelog.topic().hashCode());
    }

    /**
     * The name under which what an operator noted is kept.
     *
     * @param name that of a store for what Kafka Streams notes by that name, too; anything with a slash for what only Millrace notes
     */
    public static String nameOfNote(String name) {
        boolean shared = name.indexOf('/') < 0 && !OWN_NAME.matcher(name).matches();
        return shared ? name : NOTE_PREFIX + Integer.toHexString(name.hashCode());
    }

    /** Whether a number is what an operator noted. */
    public static boolean isNote(String keptName) {
        return keptName.startsWith(NOTE_PREFIX) || !OWN_NAME.matcher(keptName).matches();
    }

    /** The same, bound to the position with which it is committed. */
    public CommitMetadata at(TopicPartition partition, long position) {
        Map<String, Long> numbers = new HashMap<>(changelogEnds);
        numbers.put(nameOfPosition(partition), position);
        return new CommitMetadata(partitionTimeMs, numbers);
    }

    /**
     * The ends of changelogs that were kept with the positions of a task; none if one of the positions was committed by something
     * else, which may have appended to the changelogs.
     *
     * @param inputs of the task
     * @param committed positions; those never committed are absent
     */
    public static Map<String, Long> endsKeptWith(
            Set<TopicPartition> inputs, Map<TopicPartition, LogPosition> committed) {
        Map<String, Long> ends = new HashMap<>();
        for (TopicPartition input : inputs) {
            LogPosition position = committed.get(input);
            if (position == null) {
                continue;
            }
            CommitMetadata metadata = decode(position.metadata());
            if (!metadata.isAt(input, position.offset())) {
                return Map.of();
            }
            metadata.changelogEnds.forEach((name, end) -> ends.merge(name, end, Math::max));
        }
        return ends;
    }

    private boolean isAt(TopicPartition partition, long position) {
        Long kept = changelogEnds.get(nameOfPosition(partition));
        return kept != null && kept == position;
    }

    private static String nameOfPosition(TopicPartition partition) {
        return POSITION_PREFIX + Integer.toHexString(partition.topic().hashCode());
    }

    /** The text to commit. */
    public String encode() {
        Map<String, Long> ends = fitting();
        ByteBuffer buffer = ByteBuffer.allocate(bytes(ends)).put(VERSION).putLong(partitionTimeMs);
        if (!ends.isEmpty()) {
            buffer.putInt(ends.size());
            ends.forEach((name, end) -> buffer.putInt(name.length())
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .putLong(end));
        }
        return Base64.getEncoder().encodeToString(buffer.array());
    }

    private static int bytes(Map<String, Long> ends) {
        int bytes = TIME_BYTES;
        if (!ends.isEmpty()) {
            bytes += Integer.BYTES;
            for (String name : ends.keySet()) {
                bytes += Integer.BYTES + name.length() + Long.BYTES;
            }
        }
        return bytes;
    }

    /** As much as the broker takes. Notes go first: without them a late record may pass, without the ends state is not exact. */
    private Map<String, Long> fitting() {
        Map<String, Long> ends = new TreeMap<>(changelogEnds);
        if (ends.size() > MAX_NUMBERS || bytes(ends) > MAX_BYTES) {
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
