package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.processor.StateRestoreListener;
import org.apache.kafka.common.TopicPartition;

/** Says how much each restore took. */
final class RestoreReport implements StateRestoreListener {

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        Said.line(Said.RESTORES, partition, start, end);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
        // The total is enough.
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        Said.line(Said.RESTORED, partition, records);
    }
}
