package io.millrace.streams.engine.task;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The raw records of one input partition that wait to be processed. Only the head is deserialised, and only when it is asked for.
 * Owned by the thread that owns the task.
 */
final class PartitionQueue {

    static final long NONE = -1L;

    private final TopicPartition partition;
    private final SourceNode source;
    private final NodeMeters.Traffic consumed;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> raw = new ArrayDeque<>();
    private final StreamTime time = new StreamTime();
    private @Nullable StampedRecord head;
    private long headOffset;
    private long headBytes;
    private long bytes;
    private long nextOffset = NONE;
    private long firstOffset = NONE;
    private long fetchedTo = NONE;
    private boolean advanced;
    private long idleSinceMs = NONE;

    PartitionQueue(TopicPartition partition, SourceNode source, NodeMeters.Traffic consumed) {
        this.partition = partition;
        this.source = source;
        this.consumed = consumed;
    }

    TopicPartition partition() {
        return partition;
    }

    SourceNode source() {
        return source;
    }

    StreamTime time() {
        return time;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> records) {
        raw.addAll(records);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += sizeOf(record);
        }
    }

    int size() {
        return raw.size() + (head == null ? 0 : 1);
    }

    long bytes() {
        return bytes;
    }

    /** The first record that can be processed, or null if there is none; unreadable ones before it are skipped. */
    @Nullable
    StampedRecord head() {
        while (head == null) {
            ConsumerRecord<byte[], byte[]> next = raw.poll();
            if (next == null) {
                return null;
            }
            long size = sizeOf(next);
            bytes -= size;
            if (nextOffset == NONE && firstOffset == NONE) {
                firstOffset = next.offset();
            }
            head = source.read(next, time.nowMs());
            if (head == null) {
                nextOffset = next.offset() + 1;
                advanced = true;
            } else {
                headOffset = next.offset();
                headBytes = size;
            }
        }
        return head;
    }

    /** The time of the head, which must have been read. */
    long headTimestampMs() {
        return Objects.requireNonNull(head).timestampMs();
    }

    /** Takes the head, which must be there. */
    StampedRecord take() {
        StampedRecord taken = head();
        if (taken == null) {
            throw new IllegalStateException("There is no record of " + partition + " to take");
        }
        head = null;
        consumed.add(headBytes);
        nextOffset = headOffset + 1;
        advanced = true;
        time.advanceTo(taken.timestampMs());
        head(); // A record that cannot be read stops the one before it, as in Kafka Streams.
        return taken;
    }

    /** Whether records were taken or skipped since the last commit. */
    boolean advanced() {
        return advanced;
    }

    /** The next offset to read after a commit made now. Of the records behind the last one taken the first may be further on. */
    long position() {
        if (head != null) {
            return headOffset;
        }
        ConsumerRecord<byte[], byte[]> next = raw.peek();
        return next == null ? Math.max(nextOffset, fetchedTo) : next.offset();
    }

    /** Tells where reading goes on after what was fetched: beyond what is no record, like the end of a transaction. */
    void fetchedTo(long offset) {
        fetchedTo = offset;
        if (hasPosition() && size() == 0 && offset > nextOffset) {
            advanced = true;
        }
    }

    /** Whether the position is known: something was committed before, or read since. */
    boolean hasPosition() {
        return nextOffset != NONE;
    }

    /** Where reading began, if nothing was committed before; {@link #NONE} otherwise, or if nothing came. */
    long firstOffset() {
        ConsumerRecord<byte[], byte[]> next = raw.peek();
        return firstOffset == NONE && nextOffset == NONE && next != null ? next.offset() : firstOffset;
    }

    /** Tells the position as last committed. */
    void resumeAt(long offset) {
        nextOffset = offset;
    }

    void committed() {
        advanced = false;
    }

    /** How long the queue is known to be empty with nothing to fetch; starts with the first call. */
    long idleMs(long nowMs) {
        if (idleSinceMs == NONE || idleSinceMs > nowMs) { // Or the clock was set back.
            idleSinceMs = nowMs;
        }
        return nowMs - idleSinceMs;
    }

    void notIdle() {
        idleSinceMs = NONE;
    }

    private static long sizeOf(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0L, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
