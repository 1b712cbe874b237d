package io.millrace.streams;

import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory that takes everything a topology writes: every topic exists and has one partition. What a sink writes waits
 * twice: to be read by the test, and to be processed if the topology reads the topic.
 */
final class CapturedLog implements RecordSink, CommitProtocol {

    private final Map<String, Deque<RawRecord>> outputs = new LinkedHashMap<>();
    private final Deque<RawRecord> sent = new ArrayDeque<>();
    private final Map<TopicPartition, Long> changelogEnds = new HashMap<>();
    private final Map<TopicPartition, Long> unpublished = new HashMap<>();

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        Long timestamp = record.timestamp();
        RawRecord raw = new RawRecord(
                record.topic(),
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                timestamp == null ? origin.source().timestampMs() : timestamp);
        capture(raw);
        sent.add(raw);
    }

    @Override
    public void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers,
            TaskId task) {
        capture(new RawRecord(changelog.topic(), key, value, new RecordHeaders(headers), timestampMs));
        unpublished.put(changelog, changelogEnds.merge(changelog, 1L, Long::sum));
    }

    private void capture(RawRecord record) {
        outputs.computeIfAbsent(record.topic(), topic -> new ArrayDeque<>()).add(record);
    }

    @Override
    public int partitionCount(String topic) {
        return 1;
    }

    @Override
    public boolean prepare() {
        return true;
    }

    @Override
    public boolean isAtomic() {
        return false;
    }

    @Override
    public Map<TopicPartition, Long> publish(InputPositions inputs) {
        Map<TopicPartition, Long> published = Map.copyOf(unpublished);
        unpublished.clear();
        return published;
    }

    @Override
    public void abort() {
        unpublished.clear();
    }

    @Override
    public void forget(Set<TopicPartition> changelogs) {
        unpublished.keySet().removeAll(changelogs);
    }

    /** Takes the next record that a sink wrote, to see who reads it; null if there is none. */
    @Nullable
    RawRecord takeSent() {
        return sent.poll();
    }

    /** Takes the next record of a topic, null if there is none. */
    @Nullable
    RawRecord take(String topic) {
        Deque<RawRecord> records = outputs.get(topic);
        return records == null ? null : records.poll();
    }

    int size(String topic) {
        Deque<RawRecord> records = outputs.get(topic);
        return records == null ? 0 : records.size();
    }

    /** The topics that were written to, also if all their records were taken. */
    Set<String> topics() {
        return Collections.unmodifiableSet(outputs.keySet());
    }

    @Override
    public void close() {}
}
