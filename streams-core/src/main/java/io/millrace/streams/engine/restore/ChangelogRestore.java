package io.millrace.streams.engine.restore;

import org.apache.kafka.common.TopicPartition;

/** One changelog on its way into a store. Owned by the thread that restores it. */
public final class ChangelogRestore {

    private final TopicPartition partition;
    private final String store;
    private final long endOffset;
    private long startOffset;
    private long nextOffset;
    private long restoredRecords;

    /** One that has yet to be restored from one offset to another. */
    public ChangelogRestore(TopicPartition partition, String store, long startOffset, long endOffset) {
        this.partition = partition;
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
    public void advance(long records, long next) {
        restoredRecords += records;
        nextOffset = next;
    }

    /** Restores it anew, from its beginning. */
    public void startOver(long beginningOffset) {
        startOffset = beginningOffset;
        nextOffset = beginningOffset;
    }

    RestoreProgress.Changelog progress() {
        return new RestoreProgress.Changelog(partition, store, startOffset, nextOffset, endOffset);
    }
}
