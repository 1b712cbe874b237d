package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Reads what {@link MetadataWriter} wrote, trusting nothing: every count and length is checked against what is there. */
final class MetadataReader {

    private static final int MAX_VARINT_BYTES = 5;
    private static final int MAX_LARGE_VARINT_BYTES = 9;
    private static final int VARINT_PAYLOAD_BITS = 7;
    private static final int MAX_TOPIC_BYTES = 249;

    private final ByteBuffer bytes;

    MetadataReader(ByteBuffer bytes, int maxBytes) {
        if (bytes.remaining() > maxBytes) {
            throw new MetadataFormatException(bytes.remaining() + " bytes, more than the limit of " + maxBytes);
        }
        this.bytes = bytes.slice();
    }

    int version(int oldest) {
        int version = number();
        if (version < oldest) {
            throw new MetadataFormatException("Version " + version + " was never in use");
        }
        return version;
    }

    int number() {
        long value = varint(MAX_VARINT_BYTES);
        if (value > Integer.MAX_VALUE) {
            throw new MetadataFormatException("Number " + value + " is too large");
        }
        return (int) value;
    }

    long largeNumber() {
        return varint(MAX_LARGE_VARINT_BYTES);
    }

    /** Never negative: nine times seven bits are one less than a long has. */
    private long varint(int maxBytes) {
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            int next = oneByte();
            value |= (long) (next & 0x7F) << (i * VARINT_PAYLOAD_BITS);
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MetadataFormatException("A number has more than " + maxBytes + " bytes");
    }

    /** A number of things that take at least one byte each. */
    int count(int limit) {
        int count = number();
        if (count > limit || count > bytes.remaining()) {
            throw new MetadataFormatException("Count " + count + " is over the limit of " + limit + " or the "
                    + bytes.remaining() + " bytes left");
        }
        return count;
    }

    long eightBytes() {
        if (bytes.remaining() < Long.BYTES) {
            throw new MetadataFormatException("Ends within a number");
        }
        return bytes.getLong();
    }

    UUID uuid() {
        return new UUID(eightBytes(), eightBytes());
    }

    String text(int maxBytes) {
        int length = number();
        if (length > maxBytes || length > bytes.remaining()) {
            throw new MetadataFormatException("A text of " + length + " bytes is over the limit of " + maxBytes
                    + " or the " + bytes.remaining() + " bytes left");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    Set<TaskId> tasks(int limit) {
        Set<TaskId> tasks = new HashSet<>();
        int subtopologies = count(limit);
        for (int i = 0; i < subtopologies; i++) {
            int subtopology = number();
            int count = count(limit - tasks.size());
            int partition = -1;
            for (int j = 0; j < count; j++) {
                partition = following(partition);
                tasks.add(new TaskId(subtopology, partition));
            }
        }
        return tasks;
    }

    Set<TopicPartition> partitions(int limit) {
        return partitions(limit, this::topic);
    }

    /** Partitions by the places of their topics in this list. */
    Set<TopicPartition> partitions(int limit, List<String> topics) {
        return partitions(limit, () -> {
            int place = number();
            if (place >= topics.size()) {
                throw new MetadataFormatException("There is no topic " + place + " among " + topics.size());
            }
            return topics.get(place);
        });
    }

    String topic() {
        return text(MAX_TOPIC_BYTES);
    }

    private Set<TopicPartition> partitions(int limit, Supplier<String> topicName) {
        Set<TopicPartition> partitions = new HashSet<>();
        int topics = count(limit);
        for (int i = 0; i < topics; i++) {
            String topic = topicName.get();
            int count = count(limit - partitions.size());
            int partition = -1;
            for (int j = 0; j < count; j++) {
                partition = following(partition);
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        return partitions;
    }

    Map<String, Integer> counts(int limit) {
        Map<String, Integer> counts = new HashMap<>();
        int topics = count(limit);
        for (int i = 0; i < topics; i++) {
            counts.put(text(MAX_TOPIC_BYTES), number());
        }
        return counts;
    }

    /** Fails on bytes after the last field; only a later version may have them. */
    void end() {
        if (bytes.hasRemaining()) {
            throw new MetadataFormatException(bytes.remaining() + " bytes too many");
        }
    }

    /** Ascending numbers are written as the gaps between them. */
    private int following(int previous) {
        long next = (long) previous + 1 + number();
        if (next > Integer.MAX_VALUE) {
            throw new MetadataFormatException("Partition " + next + " is too large");
        }
        return (int) next;
    }

    private int oneByte() {
        if (!bytes.hasRemaining()) {
            throw new MetadataFormatException("Ends within a number");
        }
        return bytes.get() & 0xFF;
    }
}
