package io.millrace.streams.engine.restore;

import org.apache.kafka.common.TopicPartition;

/** One changelog on its way into a store. Owned by the restore worker's thread. */
final class ChangelogRestore {

    private final TopicPartition partition;
    private final String store;
    private final long endOffset;
    private long startOffset;
    private long nextOffset;
    private long restoredRecords;

    ChangelogRestore(TopicPartition partition, String store, long startOffset, long endOffset) {
        this.partition = partition;
        this.store = store;
        this.startOffset = startOffset;
        this.nextOffset = startOffset;
        this.endOffset = endOffset;
    }

    TopicPartition partition() {
        return partition;
    }

    String store() {
        return store;
    }

    long startOffset() {
        return startOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    long endOffset() {
        return endOffset;
    }

    long restoredRecords() {
        return restoredRecords;
    }

    boolean isComplete() {
        return nextOffset >= endOffset;
    }

    void advance(long records, long next) {
        restoredRecords += records;
        nextOffset = next;
    }

    void startOver(long beginningOffset) {
        startOffset = beginningOffset;
        nextOffset = beginningOffset;
    }

    RestoreProgress.Changelog progress() {
        return new RestoreProgress.Changelog(partition, store, startOffset, nextOffset, endOffset);
    }
}
