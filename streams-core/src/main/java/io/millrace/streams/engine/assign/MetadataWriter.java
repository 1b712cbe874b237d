package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the metadata that members of a group send each other. It is kept small, because the broker keeps that of all members in
 * one record: numbers take as many bytes as they need, ascending ones are written as the gaps between them.
 */
final class MetadataWriter {

    private static final int VARINT_PAYLOAD_BITS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MetadataWriter number(int value) {
        return largeNumber(value);
    }

    MetadataWriter largeNumber(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Only numbers from zero can be written, not " + value);
        }
        long rest = value;
        while (rest > 0x7F) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= VARINT_PAYLOAD_BITS;
        }
        bytes.write((int) rest);
        return this;
    }

    MetadataWriter eightBytes(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    MetadataWriter uuid(UUID uuid) {
        return eightBytes(uuid.getMostSignificantBits()).eightBytes(uuid.getLeastSignificantBits());
    }

    MetadataWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    MetadataWriter tasks(Collection<TaskId> tasks) {
        Map<Integer, SortedSet<Integer>> bySubtopology = new TreeMap<>();
        for (TaskId task : tasks) {
            bySubtopology
                    .computeIfAbsent(task.subtopology(), subtopology -> new TreeSet<>())
                    .add(task.partition());
        }
        number(bySubtopology.size());
        bySubtopology.forEach((subtopology, partitions) -> number(subtopology).gaps(partitions));
        return this;
    }

    MetadataWriter partitions(Collection<TopicPartition> partitions) {
        Map<String, SortedSet<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new TreeSet<>()).add(partition.partition());
        }
        number(byTopic.size());
        byTopic.forEach((topic, numbers) -> text(topic).gaps(numbers));
        return this;
    }

    /** Partitions by the places of their topics in a list that is written elsewhere. */
    MetadataWriter partitions(Collection<TopicPartition> partitions, Map<String, Integer> topics) {
        Map<Integer, SortedSet<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            Integer topic = topics.get(partition.topic());
            if (topic == null) {
                throw new IllegalArgumentException("Topic '" + partition.topic() + "' is not in the list");
            }
            byTopic.computeIfAbsent(topic, place -> new TreeSet<>()).add(partition.partition());
        }
        number(byTopic.size());
        byTopic.forEach((topic, numbers) -> number(topic).gaps(numbers));
        return this;
    }

    MetadataWriter counts(Map<String, Integer> counts) {
        number(counts.size());
        new TreeMap<>(counts).forEach((topic, count) -> text(topic).number(count));
        return this;
    }

    /** Appends what another writer wrote. */
    MetadataWriter written(ByteBuffer other) {
        byte[] copy = new byte[other.remaining()];
        other.duplicate().get(copy);
        bytes.writeBytes(copy);
        return this;
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private void gaps(SortedSet<Integer> ascending) {
        number(ascending.size());
        int previous = -1;
        for (int value : ascending) {
            number(value - previous - 1);
            previous = value;
        }
    }
}
