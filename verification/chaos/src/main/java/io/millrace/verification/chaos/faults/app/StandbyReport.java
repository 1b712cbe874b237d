package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.TopicPartition;

/** Says from where to where standby tasks follow. */
final class StandbyReport implements StandbyUpdateListener {

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long start) {
        Said.line(Said.FOLLOWS, partition, start);
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition, String store, TaskId task, long batchEnd, long records, long end) {
        // Where it ends is enough.
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long reached, long end, SuspendReason reason) {
        if (reason == SuspendReason.PROMOTED) {
            Said.line(Said.PROMOTED, partition, reached);
        }
    }
}
