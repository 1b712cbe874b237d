package io.millrace.streams.engine.simulation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The positions that the group committed, and those in transactions that have not ended. */
public final class GroupOffsets {

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<Long, Map<TopicPartition, OffsetAndMetadata>> pending = new TreeMap<>();
    private Observer observer = (partition, before, now) -> {};

    /** Sees each position that becomes permanent. */
    public interface Observer {
        void committed(TopicPartition partition, @Nullable OffsetAndMetadata before, OffsetAndMetadata now);
    }

    public void observe(Observer by) {
        observer = by;
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> sorted =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        sorted.putAll(offsets);
        sorted.forEach((partition, offset) -> observer.committed(partition, committed.put(partition, offset), offset));
    }

    void addToTransaction(long producer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        pending.computeIfAbsent(producer, any -> new HashMap<>()).putAll(offsets);
    }

    void end(long producer, boolean commit) {
        Map<TopicPartition, OffsetAndMetadata> ended = pending.remove(producer);
        if (commit && ended != null) {
            commit(ended);
        }
    }

    /** Whether a transaction that has not ended has a position of this partition. */
    boolean isUnstable(TopicPartition partition) {
        return pending.values().stream().anyMatch(offsets -> offsets.containsKey(partition));
    }

    @Nullable
    public OffsetAndMetadata get(TopicPartition partition) {
        return committed.get(partition);
    }
}
