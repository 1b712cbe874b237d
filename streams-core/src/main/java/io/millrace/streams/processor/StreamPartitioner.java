package io.millrace.streams.processor;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the partitions that a record is written to.
 *
 * <p>An implementation must be stateless and deterministic where records of several topics are joined or where stores are
 * queried by key, because both rely on finding the partition of a key again.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface StreamPartitioner<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Chooses the partitions for a record.
     *
     * @param topic the topic to write to
     * @param key the key of the record
     * @param value the value of the record
     * @param numPartitions the number of partitions of the topic
     * @return the partition numbers, from 0 to {@code numPartitions - 1}: several to write the record to each of them, an empty
     *     set to drop it; an empty Optional leaves the choice to the producer's partitioner
     */
    Optional<Set<Integer>> partitions(String topic, K key, V value, int numPartitions);
}
