package io.millrace.streams.engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Changelogs in memory, with records sent and records published told apart. */
public final class TestChangelog implements ChangelogAppender {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> published = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();

    @Override
    public void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers) {
        sent.add(new ConsumerRecord<>(
                changelog.topic(),
                changelog.partition(),
                -1,
                timestampMs,
                TimestampType.CREATE_TIME,
                key.length,
                value == null ? -1 : value.length,
                key,
                value,
                headers == null ? new RecordHeaders() : headers,
                Optional.empty()));
    }

    /** Publishes what was sent, and says where the changelogs end. */
    public Map<TopicPartition, Long> publish() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : sent) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            List<ConsumerRecord<byte[], byte[]>> log = published.computeIfAbsent(partition, any -> new ArrayList<>());
            log.add(new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    log.size(),
                    record.timestamp(),
                    TimestampType.CREATE_TIME,
                    record.serializedKeySize(),
                    record.serializedValueSize(),
                    record.key(),
                    record.value(),
                    record.headers(),
                    Optional.empty()));
            ends.put(partition, (long) log.size());
        }
        sent.clear();
        return ends;
    }

    /** Drops what was sent. */
    public void abort() {
        sent.clear();
    }

    /** Forgets a changelog, as if its topic had been made anew. */
    public void lose(TopicPartition changelog) {
        published.remove(changelog);
    }

    /** Sent since the last publish. */
    public List<ConsumerRecord<byte[], byte[]>> sent() {
        return sent;
    }

    /** Everything published to a changelog. */
    public List<ConsumerRecord<byte[], byte[]>> published(TopicPartition changelog) {
        return published.getOrDefault(changelog, List.of());
    }
}
