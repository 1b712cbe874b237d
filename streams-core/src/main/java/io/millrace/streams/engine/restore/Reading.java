package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** Which changelogs a restore worker reads now. Owned by the worker's thread. */
final class Reading {

    private final ChangelogReader reader;
    private Set<TopicPartition> partitions = Set.of();

    /** Whether the reader is assigned more, for a question about offsets. Without a position, a poll would fail on those. */
    private boolean asking;

    Reading(ChangelogReader reader) {
        this.reader = reader;
    }

    /** Those that are read; never changed, but replaced. */
    Set<TopicPartition> partitions() {
        return partitions;
    }

    /** Reads these from now on: those that were not read before from these offsets, the others from where they are. */
    void read(Set<TopicPartition> next, ToLongFunction<TopicPartition> offsets) {
        Set<TopicPartition> before = partitions;
        if (!asking && next.equals(before)) {
            return;
        }
        partitions = Collections.unmodifiableSet(next);
        reader.assign(next);
        asking = false;
        for (TopicPartition partition : next) {
            if (!before.contains(partition)) {
                reader.seek(partition, offsets.applyAsLong(partition));
            }
        }
    }

    /** The client warns about each partition whose offsets are asked for while it is not assigned. */
    void askAbout(Set<TopicPartition> others) {
        Set<TopicPartition> assigned = new HashSet<>(partitions);
        assigned.addAll(others);
        asking = true;
        reader.assign(assigned);
    }

    /** Where these are read is decided anew. */
    void forget(Set<TopicPartition> some) {
        Set<TopicPartition> others = new LinkedHashSet<>(partitions);
        others.removeAll(some);
        partitions = others;
    }
}
