package io.millrace.streams.processor;

import org.apache.kafka.common.TopicPartition;

/**
 * Is told how the restoration of state stores from their changelogs progresses.
 *
 * <p>One listener serves the whole client: methods are called from several threads, at the same time for different partitions,
 * and must return quickly, because restoration waits for them. An exception thrown here ends the calling thread.
 */
public interface StateRestoreListener {

    /**
     * Restoration of a store begins.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param startingOffset the first offset to restore
     * @param endingOffset the offset at which restoration ends, exclusive
     */
    void onRestoreStart(TopicPartition topicPartition, String storeName, long startingOffset, long endingOffset);

    /**
     * A batch of records is restored.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param batchEndOffset the last offset of the batch, inclusive
     * @param numRestored the number of records in the batch
     */
    void onBatchRestored(TopicPartition topicPartition, String storeName, long batchEndOffset, long numRestored);

    /**
     * The store is restored to the end of its changelog.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param totalRestored the number of records restored since {@link #onRestoreStart}
     */
    void onRestoreEnd(TopicPartition topicPartition, String storeName, long totalRestored);

    /**
     * Restoration stops before its end because the task moves away or the client closes. Does nothing unless overridden.
     *
     * @param topicPartition the partition of the changelog
     * @param storeName the name of the store
     * @param totalRestored the number of records restored since {@link #onRestoreStart}
     */
    default void onRestoreSuspended(TopicPartition topicPartition, String storeName, long totalRestored) {}
}
