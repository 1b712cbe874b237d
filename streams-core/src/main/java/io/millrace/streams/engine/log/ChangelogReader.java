package io.millrace.streams.engine.log;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Reads changelog partitions outside of any group. Used by the restore worker's thread only, apart from {@link #wakeup()}.
 *
 * <p>Calls that ask the broker throw an {@link org.apache.kafka.common.errors.RetriableException} when trying again may help, and
 * an {@link io.millrace.streams.errors.StreamsException} that explains when it does not.
 */
public interface ChangelogReader extends AutoCloseable {

    /** How many partitions may be read at a time, so that what is fetched of them together stays within bounds; at least 1. */
    int partitionsAtOnce();

    /** Reads exactly these partitions from now on; the positions of those that stay are kept. */
    void assign(Collection<TopicPartition> partitions);

    /** Makes the next poll of this partition start at the offset. */
    void seek(TopicPartition partition, long offset);

    /** Partition counts of those of the topics that exist. Blocks for the broker's answer. */
    Map<String, Integer> partitionCounts(Set<String> topics);

    /** First offset there is, per partition. Blocks for the broker's answer. */
    Map<TopicPartition, Long> beginningOffsets(Set<TopicPartition> partitions);

    /** Offset after the last record that may be restored, per partition. Blocks for the broker's answer. */
    Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions);

    /** The next offset a poll of this partition would return. */
    long position(TopicPartition partition);

    /** How many offsets are between the next that a poll would return and the end; empty if that is not known now. Asks nobody. */
    default OptionalLong lag(TopicPartition partition) {
        return OptionalLong.empty();
    }

    /**
     * Waits up to the given time for records. Returns none when woken.
     *
     * @throws LogTruncatedException if the log does not hold the next offset of a partition; the same comes again until a seek
     */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout);

    /**
     * Makes a waiting poll return, or a call that waits for the broker's answer throw a
     * {@link org.apache.kafka.common.errors.WakeupException}; the next one, if none waits now. The only method that other
     * threads may call.
     */
    void wakeup();

    /**
     * The id under which the broker knows the client's metrics. Blocks for the broker's answer.
     *
     * @throws IllegalStateException if the client does not send its metrics to the broker
     */
    Uuid instanceId(Duration timeout);

    @Override
    void close();
}
