package io.millrace.streams.engine.log;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How a worker makes its outputs and its progress permanent. The only place that knows the processing guarantee. */
public interface CommitProtocol {

    /**
     * Waits until everything sent was accepted, then commits the input positions. When it returns, both are permanent. When it
     * throws, the input positions may not be.
     *
     * @param inputs tells the positions to commit, once it is known how far the changelogs are
     * @return the next offset of each changelog partition appended to since the last call
     */
    Map<TopicPartition, Long> publish(InputPositions inputs);

    /**
     * Forgets what was sent since the last publish, and drops it where the guarantee allows that: all the work behind it will be done
     * again.
     */
    void abort();

    /** Forgets how far these changelogs are: their tasks are given up without a commit. */
    void forget(Set<TopicPartition> changelogs);

    /** The positions a commit makes permanent. */
    @FunctionalInterface
    interface InputPositions {

        /**
         * The next offset to read of each input partition that advanced.
         *
         * @param changelogEnds the next offset of each changelog partition appended to since the last commit
         */
        Map<TopicPartition, LogPosition> after(Map<TopicPartition, Long> changelogEnds);
    }
}
