package io.millrace.streams.engine.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** A consumer without a group, as restores use it. */
@SuppressWarnings("UnusedMethod") // called through Clients
public final class SimulatedReader {

    private final SimulatedBroker broker;
    private final Pulse pulse;
    private final boolean onlyCommitted;
    private final Map<TopicPartition, @Nullable Long> positions =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private boolean woken;

    public SimulatedReader(SimulatedBroker broker, Pulse pulse, boolean onlyCommitted) {
        this.broker = broker;
        this.pulse = pulse;
        this.onlyCommitted = onlyCommitted;
    }

    public Consumer<byte[], byte[]> client() {
        return Clients.consumer(this);
    }

    void assign(Collection<TopicPartition> partitions) {
        positions.keySet().retainAll(partitions);
        partitions.forEach(partition -> positions.putIfAbsent(partition, null));
    }

    Set<TopicPartition> assignment() {
        return positions.keySet();
    }

    void seek(TopicPartition partition, long offset) {
        if (!positions.containsKey(partition)) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        positions.put(partition, offset);
    }

    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ask("restore poll");
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (Map.Entry<TopicPartition, @Nullable Long> entry : positions.entrySet()) {
            TopicPartition partition = entry.getKey();
            Long position = entry.getValue();
            if (position == null) {
                throw new NoOffsetForPartitionException(partition);
            }
            PartitionLog log = broker.log(partition);
            if (position < log.start() || position > log.end()) {
                throw new OffsetOutOfRangeException(Map.of(partition, position));
            }
            if (broker.isSlow(partition)) {
                continue;
            }
            PartitionLog.Slice slice = log.read(position, broker.chance().between(1, 6), onlyCommitted);
            entry.setValue(slice.next());
            if (broker.defects().contains(BrokerDefect.RESTORE_ENDS_EARLY)
                    && slice.next() == log.end()
                    && slice.records().size() > 1) {
                slice.records().remove(slice.records().size() - 1);
            }
            if (broker.defects().contains(BrokerDefect.LOST_TOMBSTONE)) {
                slice.records().removeIf(record -> record.value() == null);
            }
            if (!slice.records().isEmpty()) {
                fetched.put(partition, slice.records());
                next.put(partition, new OffsetAndMetadata(slice.next()));
            }
        }
        return new ConsumerRecords<>(fetched, next);
    }

    private void ask(String where) {
        pulse.beat(where);
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
        if (broker.faults().oneIn(40)) {
            broker.trace().sometimes("a restore got no answer");
            throw new TimeoutException("no answer");
        }
    }

    Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        ask("beginning offsets");
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(
                partition -> offsets.put(partition, broker.log(partition).start()));
        return offsets;
    }

    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        ask("end offsets");
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(
                partition,
                onlyCommitted
                        ? broker.log(partition).lastStable()
                        : broker.log(partition).end()));
        return offsets;
    }

    long position(TopicPartition partition, Duration timeout) {
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
        Long position = positions.get(partition);
        if (position == null) {
            throw new NoOffsetForPartitionException(partition);
        }
        return position;
    }

    OptionalLong currentLag(TopicPartition partition) {
        Long position = positions.get(partition);
        long end = onlyCommitted
                ? broker.log(partition).lastStable()
                : broker.log(partition).end();
        return position == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - position));
    }

    Map<MetricName, Metric> metrics() {
        return Map.of();
    }

    void wakeup() {
        woken = true;
    }

    void close() {}
}
