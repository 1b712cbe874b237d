package io.millrace.streams.engine.log;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The topics there are, and the making of those the engine needs. */
public interface TopicCatalog extends AutoCloseable {

    /**
     * Partition counts of those of the topics that exist. Blocks for the broker's answer.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers did not answer in time; trying again may help
     */
    Map<String, Integer> partitionCounts(Set<String> topics);

    /**
     * Creates those of the topics that are missing and checks the partition counts of the others. Blocks for the broker's answer.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the topics could not be made in time; trying again may help
     * @throws io.millrace.streams.errors.StreamsException naming topic, actual and expected partition count, and the remedy
     */
    void ensure(Collection<NewTopic> topics);

    /**
     * The offsets after the last record of these partitions. Blocks for the broker's answer.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers did not answer in time; trying again may help
     * @throws io.millrace.streams.errors.StreamsException if there is no such partition, or they may not be asked for
     */
    Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions);

    /**
     * The offsets after the last record of those of these partitions of which they are known after this time at most. The others are
     * absent: nobody leads them now, say, or they may not be asked for. Blocks until all are known, or that long.
     */
    Map<TopicPartition, Long> endOffsetsWithin(Duration timeout, Set<TopicPartition> partitions);

    /**
     * The racks of the brokers that have replicas of these partitions; none, if the rack of one of them is not known. Partitions of which
     * this is not known after this time at most are absent. Blocks until all are known, or that long.
     */
    Map<TopicPartition, Set<String>> racksWithin(Duration timeout, Set<TopicPartition> partitions);

    /**
     * The id under which the broker knows the client's metrics. Blocks for the broker's answer.
     *
     * @throws IllegalStateException if the client does not send its metrics to the broker
     */
    Uuid instanceId(Duration timeout);

    /** Deletes records before these offsets from repartition topics; best effort. */
    void deleteRecordsBefore(Map<TopicPartition, Long> offsets);

    @Override
    void close();

    /**
     * A topic to create.
     *
     * @param name full name
     * @param partitions how many partitions it must have
     * @param config topic configs, by name
     */
    record NewTopic(String name, int partitions, Map<String, String> config) {
        public NewTopic {
            config = Map.copyOf(config);
        }
    }
}
