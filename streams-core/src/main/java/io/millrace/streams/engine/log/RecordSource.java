package io.millrace.streams.engine.log;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The input of one worker: a member of the application's group that fetches raw records of the partitions it is given.
 * Used by the worker's thread only, apart from {@link #wakeup()}.
 */
public interface RecordSource extends AutoCloseable {

    /**
     * Joins the group for these topics. The listener is called on the polling thread, inside {@link #poll(Duration)} and
     * {@link #close(GroupMembershipOperation)}.
     */
    void subscribe(Set<String> topics, AssignmentListener listener);

    /** Joins the group for all topics that match, those created later included; otherwise as for topics that are named. */
    void subscribe(Pattern topics, AssignmentListener listener);

    /** Waits up to the given time for records. Keeps the membership alive, also while every partition is paused. */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout);

    /** Tells where reading goes on after a poll, which may be beyond what is no record, like the end of a transaction. */
    default void tellNext(ConsumerRecords<byte[], byte[]> polled, ObjLongConsumer<TopicPartition> told) {}

    /** Stops fetching from these partitions until they are resumed. */
    void pause(Collection<TopicPartition> partitions);

    /** Fetches again from these partitions. */
    void resume(Collection<TopicPartition> partitions);

    /** Makes the next poll of this partition start at the offset. */
    void seek(TopicPartition partition, long offset);

    /** Positions last committed by the group; partitions without one are absent. Blocks for the broker's answer. */
    Map<TopicPartition, LogPosition> committed(Set<TopicPartition> partitions);

    /**
     * Finds where to begin to read these inputs, for which nothing is committed, unless that was found already: what is written from now on
     * is read. Blocks for the broker's answer.
     */
    void place(Set<TopicPartition> unread);

    /** The lag of a partition as far as it is known without asking the broker, -1 if unknown. */
    long cachedLag(TopicPartition partition);

    /** Asks for a new assignment at the next poll. */
    void requestRebalance(String reason);

    /** Makes a waiting poll return. The only method that other threads may call. */
    void wakeup();

    /**
     * The id under which the broker knows the client's metrics; null while the broker has not told it, which it does in a poll.
     *
     * @throws IllegalStateException if the client does not send its metrics to the broker
     */
    @Nullable
    Uuid instanceId();

    /** Closes, and leaves the group or stays a member until the session times out; bounded in time. */
    void close(GroupMembershipOperation membership);

    /** Leaves the group and closes; bounded in time. */
    @Override
    default void close() {
        close(GroupMembershipOperation.LEAVE_GROUP);
    }

    /** What the group tells a member. */
    interface AssignmentListener {

        /** These partitions are ours from now on, in addition to those we have. */
        void assigned(Collection<TopicPartition> partitions);

        /** These partitions are about to be another's: commit what was done with them before returning. */
        void revoked(Collection<TopicPartition> partitions);

        /** These partitions are another's already: commit nothing. */
        void lost(Collection<TopicPartition> partitions);
    }
}
