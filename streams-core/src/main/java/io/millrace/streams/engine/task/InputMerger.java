package io.millrace.streams.engine.task;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Picks the input partition whose head is earliest, so that the inputs of a task are processed in order of time as far as that is
 * known. While a partition is empty it waits for records known to be in the log, and if so configured a while longer. Owned by the
 * thread that owns the task.
 *
 * <p>Heads of equal time are taken in the order in which a binary heap gives them, a partition being put back as soon as a record
 * is taken and put in when it gets its first: that is the order of Kafka Streams, which tests with equal times rely on.
 */
final class InputMerger {

    private final List<PartitionQueue> queues;
    private final ToLongFunction<TopicPartition> lag;
    private final long maxIdleMs;
    private final PriorityQueue<PartitionQueue> byHead =
            new PriorityQueue<>(Comparator.comparingLong(PartitionQueue::headTimestampMs));

    /** Queues with records whose heads were not read yet, in the order in which they go into the heap. */
    private final ArrayDeque<PartitionQueue> unread = new ArrayDeque<>();

    private long enforced;

    InputMerger(List<PartitionQueue> queues, ToLongFunction<TopicPartition> lag, long maxIdleMs) {
        this.queues = queues;
        this.lag = lag;
        this.maxIdleMs = maxIdleMs;
    }

    /** Tells that a queue that was empty has records. */
    void filled(PartitionQueue queue) {
        // It is there already if it ran dry by skipping what it could not read.
        if (!unread.contains(queue)) {
            unread.add(queue);
        }
    }

    /**
     * The queue whose head has to be taken next, before anything else is asked of the merger, or null if there is nothing to process
     * or something to wait for.
     */
    @Nullable
    PartitionQueue next(long nowMs) {
        readHeads();
        if (byHead.size() < queues.size() && mustWait(nowMs)) {
            return null;
        }
        boolean whole = byHead.size() == queues.size();
        PartitionQueue earliest = byHead.poll();
        if (earliest != null && !whole) {
            enforced++;
        }
        if (earliest != null && earliest.size() > 1) {
            unread.add(earliest);
        }
        return earliest;
    }

    /** How often a queue was given while another was empty, since this was asked last. */
    long takeEnforced() {
        long taken = enforced;
        enforced = 0;
        return taken;
    }

    private void readHeads() {
        for (PartitionQueue queue = unread.peek(); queue != null; queue = unread.peek()) {
            if (queue.head() != null) {
                queue.notIdle();
                byHead.add(queue);
            }
            unread.remove();
        }
    }

    private boolean mustWait(long nowMs) {
        if (maxIdleMs < 0) {
            return false;
        }
        boolean waiting = false;
        for (PartitionQueue queue : queues) {
            // Every empty queue is asked, because it counts its idle time from then.
            waiting |= queue.size() == 0 && mustWaitFor(queue, nowMs);
        }
        return waiting;
    }

    private boolean mustWaitFor(PartitionQueue empty, long nowMs) {
        if (lag.applyAsLong(empty.partition()) != 0) {
            empty.notIdle();
            return true;
        }
        return maxIdleMs > 0 && empty.idleMs(nowMs) < maxIdleMs;
    }
}
