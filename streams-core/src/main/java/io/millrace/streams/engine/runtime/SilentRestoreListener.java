package io.millrace.streams.engine.runtime;

import io.millrace.streams.processor.StateRestoreListener;
import org.apache.kafka.common.TopicPartition;

/** Listens for a user who does not. */
final class SilentRestoreListener implements StateRestoreListener {

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {}

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {}

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {}
}
