package io.millrace.streams.engine.restore;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One changelog on its way into a store. Owned by the thread that restores it. */
public final class ChangelogRestore {

    private final TopicPartition partition;
    private final String store;
    private long endOffset;
    private long startOffset;
    private long nextOffset;
    private long restoredRecords;
    private long restoredBytes;
    private long startedAtMs;

    /**
     * One that has yet to be restored from one offset to another.
     *
     * @param startedAtMs the wall-clock time
     */
    public ChangelogRestore(
            TopicPartition partition, String store, long startOffset, long endOffset, long startedAtMs) {
        this.partition = partition;
        this.startedAtMs = startedAtMs;
        this.store = store;
        this.startOffset = startOffset;
        this.nextOffset = startOffset;
        this.endOffset = endOffset;
    }

    /** The changelog. */
    public TopicPartition partition() {
        return partition;
    }

    /** Name of the store. */
    public String store() {
        return store;
    }

    /** Where it is restored from. */
    public long startOffset() {
        return startOffset;
    }

    /** The next offset to restore. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Where it is restored to. */
    public long endOffset() {
        return endOffset;
    }

    /** How many records were restored. */
    public long restoredRecords() {
        return restoredRecords;
    }

    /** Whether it is restored. */
    public boolean isComplete() {
        return nextOffset >= endOffset;
    }

    /** Notes what was restored. */
    public void advance(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        restoredRecords += records.size();
        restoredBytes += sizeOf(records);
        nextOffset = next;
    }

    /** The bytes of their keys and values. */
    static long sizeOf(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += sizeOf(record.key()) + sizeOf(record.value());
        }
        return bytes;
    }

    /** Those before an offset. */
    static List<ConsumerRecord<byte[], byte[]>> upTo(long endOffset, List<ConsumerRecord<byte[], byte[]>> records) {
        int count = records.size();
        while (count > 0 && records.get(count - 1).offset() >= endOffset) {
            count--;
        }
        return records.subList(0, count);
    }

    private static long sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Begins to count the time: reading was put off until others were done. */
    void startReading(long nowMs) {
        if (nextOffset == startOffset) {
            startedAtMs = nowMs;
        }
    }

    /** Restores it further than was meant at first. */
    void goOnTo(long end) {
        endOffset = end;
    }

    /** Restores it anew, from its beginning. */
    public void startOver(long beginningOffset) {
        startOffset = beginningOffset;
        nextOffset = beginningOffset;
    }

    /** How far it is; the answer does not change any more. */
    public RestoreProgress.Changelog progress() {
        return new RestoreProgress.Changelog(
                partition,
                store,
                new RestoreProgress.Offsets(startOffset, nextOffset, endOffset),
                restoredRecords,
                restoredBytes,
                startedAtMs);
    }
}
