package io.millrace.streams.processor.assignment;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A partition that a task reads, or to whose topic the changes of its stores are written. */
public interface TaskTopicPartition {

    /**
     * The partition.
     *
     * @return the partition
     */
    TopicPartition topicPartition();

    /**
     * Whether the task reads the partition as input.
     *
     * @return true if so
     */
    boolean isSource();

    /**
     * Whether the partition holds the changes of a store of the task. A partition may be input as well.
     *
     * @return true if so
     */
    boolean isChangelog();

    /**
     * The racks of the replicas of the partition.
     *
     * @return the racks; empty if they are not known
     */
    Optional<Set<String>> rackIds();
}
