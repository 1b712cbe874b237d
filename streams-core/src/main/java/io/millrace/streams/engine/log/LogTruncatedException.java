package io.millrace.streams.engine.log;

import io.millrace.streams.errors.StreamsException;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The position of a reader is outside of what the log holds: records were deleted, or the topic was made anew. The reader has
 * to be told where to go on.
 */
public final class LogTruncatedException extends StreamsException {

    private final transient Set<TopicPartition> partitions;

    /** Makes one for the partitions whose positions are invalid. */
    public LogTruncatedException(Set<TopicPartition> partitions, Throwable cause) {
        super("The log of " + partitions + " does not hold the offset to be read next", cause);
        this.partitions = Set.copyOf(partitions);
    }

    /** The partitions whose positions are invalid. */
    public Set<TopicPartition> partitions() {
        return partitions;
    }
}
