package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.TaskId;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Passes what a topology tells of its standby stores on to listener beans. */
public final class StandbyListeners implements StandbyUpdateListener {

    private final List<StandbyUpdateListener> beans;

    /** Makes a listener that passes on to these beans. */
    public StandbyListeners(List<StandbyUpdateListener> beans) {
        this.beans = List.copyOf(beans);
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
        for (StandbyUpdateListener bean : beans) {
            bean.onUpdateStart(partition, store, startingOffset);
        }
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition,
            String store,
            TaskId task,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {
        for (StandbyUpdateListener bean : beans) {
            bean.onBatchLoaded(partition, store, task, batchEndOffset, batchSize, currentEndOffset);
        }
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long storeOffset, long currentEndOffset, SuspendReason reason) {
        for (StandbyUpdateListener bean : beans) {
            bean.onUpdateSuspended(partition, store, storeOffset, currentEndOffset, reason);
        }
    }
}
