package io.millrace.streams.processor;

import org.apache.kafka.common.TopicPartition;

/**
 * Is told how standby replicas of state stores follow their changelogs.
 *
 * <p>One listener serves the whole client: methods are called from several threads and must return quickly. An exception thrown
 * here ends the calling thread.
 */
public interface StandbyUpdateListener {

    /** Why a standby replica stops following its changelog. */
    enum SuspendReason {

        /** The replica is given up: it was closed, or assigned to another client. */
        MIGRATED,

        /** The replica becomes the active store of its task on this client. */
        PROMOTED
    }

    /**
     * A standby replica is about to follow its changelog.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param startingOffset the first offset to load
     */
    void onUpdateStart(TopicPartition topicPartition, String storeName, long startingOffset);

    /**
     * A batch of records is loaded into a standby replica.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param taskId the task of the replica
     * @param batchEndOffset the last offset of the batch
     * @param batchSize the number of records in the batch
     * @param currentEndOffset the end of the changelog as last seen
     */
    void onBatchLoaded(
            TopicPartition topicPartition,
            String storeName,
            TaskId taskId,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset);

    /**
     * A standby replica stops following its changelog.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param storeOffset the offset that the replica has reached
     * @param currentEndOffset the end of the changelog as last seen
     * @param reason why it stops
     */
    void onUpdateSuspended(
            TopicPartition topicPartition,
            String storeName,
            long storeOffset,
            long currentEndOffset,
            SuspendReason reason);
}
