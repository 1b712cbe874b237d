package io.millrace.streams.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.LogTruncatedException;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Changelogs in memory; a poll gives at most so many records of each. Never waits. */
public final class FakeChangelogs implements ChangelogReader {

    private final int recordsAPoll;
    private final Map<TopicPartition, Log> logs = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Set<TopicPartition> assigned = Set.of();

    /** Thrown by the next calls that ask the broker, one each. */
    public final Queue<Throwable> failures = new ArrayDeque<>();

    /** Those of which no poll gives anything but an error. */
    final Set<TopicPartition> unreadable = new HashSet<>();

    int wakeups;
    int polls;
    int partitionsAtOnce = Integer.MAX_VALUE;
    public long inOpenTransactions;
    public boolean closed;

    public FakeChangelogs(int recordsAPoll) {
        this.recordsAPoll = recordsAPoll;
    }

    /** Appends a record; a null value is a tombstone. */
    public void append(TopicPartition partition, String key, String value) {
        Log log = log(partition);
        log.records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                log.end,
                key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8)));
        log.end++;
    }

    /** Appends something that takes an offset and is no record, like the end of a transaction. */
    public void appendMarker(TopicPartition partition) {
        log(partition).end++;
    }

    /** Takes out of the log what later records below an offset have superseded. */
    void compactBelow(TopicPartition partition, long offset) {
        List<ConsumerRecord<byte[], byte[]>> records = log(partition).records;
        records.removeIf(record -> record.offset() < offset
                && records.stream()
                        .anyMatch(later -> later.offset() > record.offset()
                                && later.offset() < offset
                                && Arrays.equals(later.key(), record.key())));
    }

    public void deleteBefore(TopicPartition partition, long offset) {
        log(partition).beginning = offset;
        log(partition).records.removeIf(record -> record.offset() < offset);
    }

    @Override
    public int partitionsAtOnce() {
        return partitionsAtOnce;
    }

    Set<TopicPartition> assigned() {
        return assigned;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        assigned = Set.copyOf(partitions);
        positions.keySet().retainAll(assigned);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        if (!assigned.contains(partition)) {
            throw new IllegalStateException(partition + " is not assigned");
        }
        positions.put(partition, offset);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Set<TopicPartition> partitions) {
        fail();
        return partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> log(partition).beginning));
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> topics) {
        fail();
        Map<String, Integer> counts = new HashMap<>();
        logs.keySet().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .forEach(partition -> counts.merge(partition.topic(), 1, Integer::sum));
        return counts;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        fail();
        return partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> log(partition).end));
    }

    /** The ends with what is written, but belongs to transactions that have not ended. */
    Map<TopicPartition, Long> written(Set<TopicPartition> partitions) {
        fail();
        return partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> log(partition).end + inOpenTransactions));
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.get(partition);
    }

    @Override
    public OptionalLong lag(TopicPartition partition) {
        return OptionalLong.of(log(partition).end - position(partition));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls++;
        fail();
        if (assigned.stream().anyMatch(unreadable::contains)) {
            throw new StreamsException("a record is corrupt");
        }
        Set<TopicPartition> truncated = new HashSet<>();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        for (TopicPartition partition : assigned) {
            Log log = log(partition);
            long position = positions.get(partition);
            if (position < log.beginning) {
                truncated.add(partition);
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> batch = log.records.stream()
                    .filter(record -> record.offset() >= position)
                    .limit(recordsAPoll)
                    .toList();
            if (!batch.isEmpty()) {
                polled.put(partition, batch);
            }
            positions.put(partition, log.offsetAfter(batch));
        }
        if (!truncated.isEmpty()) {
            throw new LogTruncatedException(truncated, null);
        }
        return new ConsumerRecords<>(polled, Map.of());
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        throw new IllegalStateException("There is no broker that would give an id");
    }

    @Override
    public void close() {
        closed = true;
    }

    private void fail() {
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private Log log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, key -> new Log());
    }

    private static final class Log {

        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private long beginning;
        private long end;

        private long offsetAfter(List<ConsumerRecord<byte[], byte[]>> batch) {
            if (batch.isEmpty() || batch.get(batch.size() - 1).equals(records.get(records.size() - 1))) {
                return end;
            }
            return batch.get(batch.size() - 1).offset() + 1;
        }
    }
}
