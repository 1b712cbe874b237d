package io.millrace.streams.engine.task;

import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Picks the input partition whose head is earliest, so that the inputs of a task are processed in order of time as far as that is
 * known. While a partition is empty it waits for records known to be in the log, and if so configured a while longer. Owned by the
 * thread that owns the task.
 */
final class InputMerger {

    private final List<PartitionQueue> queues;
    private final ToLongFunction<TopicPartition> lag;
    private final long maxIdleMs;

    InputMerger(List<PartitionQueue> queues, ToLongFunction<TopicPartition> lag, long maxIdleMs) {
        this.queues = queues;
        this.lag = lag;
        this.maxIdleMs = maxIdleMs;
    }

    /** The queue to take from next, or null if there is nothing to process or something to wait for. */
    @Nullable
    PartitionQueue next(long nowMs) {
        PartitionQueue earliest = null;
        long earliestMs = Long.MAX_VALUE;
        boolean waiting = false;
        for (PartitionQueue queue : queues) {
            StampedRecord head = queue.head();
            if (head == null) {
                waiting |= mustWaitFor(queue, nowMs);
            } else {
                queue.notIdle();
                if (head.timestampMs() < earliestMs || earliest == null) {
                    earliest = queue;
                    earliestMs = head.timestampMs();
                }
            }
        }
        return waiting ? null : earliest;
    }

    private boolean mustWaitFor(PartitionQueue empty, long nowMs) {
        if (maxIdleMs < 0) {
            return false;
        }
        if (lag.applyAsLong(empty.partition()) != 0) {
            empty.notIdle();
            return true;
        }
        return maxIdleMs > 0 && empty.idleMs(nowMs) < maxIdleMs;
    }
}
