package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.simulation.Trace;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.TopicPartition;

/** Notes what restores and standby tasks do. */
final class RestoreWatch implements StateRestoreListener, StandbyUpdateListener {

    private final Trace trace;

    RestoreWatch(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        trace.sometimes(startingOffset > 0 ? "a restore began with a tail" : "a restore began with the first record");
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
        trace.event("restored " + numRestored + " of " + partition);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        trace.event(partition + " is restored");
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        trace.sometimes("a restore was given up on its way");
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
        trace.sometimes("a standby task began to follow");
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition,
            String store,
            TaskId task,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {
        trace.sometimes("a standby task followed");
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long storeOffset, long currentEndOffset, SuspendReason reason) {
        trace.sometimes("a standby task ended: " + reason);
    }
}
