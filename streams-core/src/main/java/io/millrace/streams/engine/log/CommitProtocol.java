package io.millrace.streams.engine.log;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How a worker makes its outputs and its progress permanent. The only place that knows the processing guarantee. */
public interface CommitProtocol {

    /**
     * Gets ready to send and to commit. Must have answered true before tasks read committed positions; it costs nothing then.
     *
     * @return false if the broker does not answer at the moment: try again
     */
    boolean prepare();

    /**
     * Whether what was sent becomes visible together with the committed positions, or not at all. If so, work that is given up takes all
     * that was sent since the last publish with it.
     */
    boolean isAtomic();

    /**
     * Waits until everything sent was accepted, then commits the input positions. When it returns, both are permanent. When it
     * throws, the input positions may not be.
     *
     * @throws CommitDeferredException if the same can be published later
     * @throws WorkLostException if nothing of it can be published any more
     * @throws io.millrace.streams.errors.TaskMigratedException if the tasks are another's already
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
