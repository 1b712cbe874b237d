package io.millrace.streams.engine.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses what a worker has fetched enough of. A partition is paused when as much of it is queued as may be; and when all queues
 * together hold too much, every partition that has records waiting is. One that has none is never paused: its task may need its next
 * record before it can go on with the others. Owned by the worker's thread; any thread may ask how much is queued.
 */
final class InputGate {

    private final Queues queues;
    private final Valve valve;
    private final long limitBytes;
    private final Set<TopicPartition> paused = new HashSet<>();
    private volatile long queuedBytes;

    /** What is queued. */
    interface Queues {

        /** How many bytes wait to be processed. */
        long queuedBytes();

        /** The partitions of which something waits. */
        List<TopicPartition> waiting();

        /** How much of a partition waits. */
        Level level(TopicPartition partition);
    }

    /** How much of a partition waits. */
    enum Level {
        /** Nobody reads the partition any more. */
        GONE,
        EMPTY,
        SOME,
        /** As much as may be. */
        FULL
    }

    /** What the gate moves. */
    interface Valve {

        /** Stops fetching. */
        void pause(Collection<TopicPartition> partitions);

        /** Fetches again. */
        void resume(Collection<TopicPartition> partitions);
    }

    InputGate(Queues queues, Valve valve, long limitBytes) {
        this.queues = queues;
        this.valve = valve;
        this.limitBytes = limitBytes;
    }

    /** How much is queued, as of the last step. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** To be called when records of these partitions were queued. */
    void close(Collection<TopicPartition> fetched) {
        queuedBytes = queues.queuedBytes();
        List<TopicPartition> closing = new ArrayList<>();
        if (queuedBytes > limitBytes) {
            closing.addAll(queues.waiting());
        } else {
            for (TopicPartition partition : fetched) {
                if (queues.level(partition) == Level.FULL) {
                    closing.add(partition);
                }
            }
        }
        closing.removeIf(partition -> !paused.add(partition));
        if (!closing.isEmpty()) {
            valve.pause(closing);
        }
    }

    /** To be called when records were processed. */
    void open() {
        queuedBytes = queues.queuedBytes();
        if (paused.isEmpty()) {
            return;
        }
        boolean roomForAll = queuedBytes <= limitBytes;
        List<TopicPartition> opening = new ArrayList<>();
        paused.removeIf(partition -> switch (queues.level(partition)) {
            case GONE -> true;
            case EMPTY -> opening.add(partition);
            case SOME -> roomForAll && opening.add(partition);
            case FULL -> false;
        });
        if (!opening.isEmpty()) {
            valve.resume(opening);
        }
    }

    /** Forgets partitions that go away. */
    void forget(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }
}
