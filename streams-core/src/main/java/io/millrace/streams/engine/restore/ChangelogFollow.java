package io.millrace.streams.engine.restore;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One changelog that a standby store follows. Owned by the restore worker's thread. */
final class ChangelogFollow {

    /** Everything in the changelog may be loaded. */
    static final long NO_CEILING = Long.MAX_VALUE;

    /** It is not known yet how far the changelog may be loaded. */
    static final long UNKNOWN_CEILING = Long.MIN_VALUE;

    private static final long NOT_READ = Long.MIN_VALUE;

    private final TaskFollow task;
    private final TopicPartition partition;
    private final String store;
    private final long startedAtMs;
    private long startOffset;
    private long nextOffset;
    private long ceiling;
    private long endOffset;
    private long records;
    private long bytes;
    private long turnSinceMs = NOT_READ;
    private boolean caughtUp;
    private boolean suspect;
    private long restUntilMs = Long.MIN_VALUE;
    private long committedEnd;
    private Map<TopicPartition, Long> committedInputs = Map.of();

    ChangelogFollow(TaskFollow task, TopicPartition partition, long startOffset, long ceiling, long startedAtMs) {
        this.task = task;
        this.partition = partition;
        this.store = task.task().state().storeOf(partition);
        this.startOffset = startOffset;
        this.nextOffset = startOffset;
        this.endOffset = startOffset;
        this.ceiling = ceiling;
        this.startedAtMs = startedAtMs;
    }

    TaskFollow task() {
        return task;
    }

    TopicPartition partition() {
        return partition;
    }

    String store() {
        return store;
    }

    long nextOffset() {
        return nextOffset;
    }

    /** The last offset that the store reflects. */
    long lastOffset() {
        return nextOffset - 1;
    }

    /** Whether it is further than where it began. */
    boolean hasMoved() {
        return nextOffset != startOffset;
    }

    /** The end of the changelog as last seen. */
    long endOffset() {
        return Math.max(endOffset, nextOffset);
    }

    void endOffset(long seen) {
        endOffset = seen;
    }

    long ceiling() {
        return ceiling;
    }

    /** How far it may be loaded is known anew; what is loaded already stays. */
    void ceiling(long offset) {
        ceiling = offset;
    }

    /**
     * What of it belongs to what the group has committed.
     *
     * @param end the offset after that
     * @param inputs up to which offsets of its inputs the group has committed
     */
    void committed(long end, Map<TopicPartition, Long> inputs) {
        committedEnd = end;
        committedInputs = inputs;
        noteInputs();
    }

    private void noteInputs() {
        if (!committedInputs.isEmpty() && nextOffset >= committedEnd) {
            task.task().state().reflects(partition, committedInputs);
            committedInputs = Map.of();
        }
    }

    /** Whether there may be something to load. */
    boolean isReadable(long nowMs) {
        return nextOffset < ceiling && nowMs >= restUntilMs;
    }

    /** Reading it failed, or reading another together with it. */
    void suspect() {
        suspect = true;
        turnEnds(); // What it showed in the turns before does not clear it.
    }

    boolean isSuspect() {
        return suspect;
    }

    /** Reading it fails: it is not read before this time. */
    void restUntil(long elapsedMs) {
        restUntilMs = elapsedMs;
        turnEnds();
    }

    /** It can be read. */
    void trust() {
        suspect = false;
    }

    void advance(long loadedRecords, long loadedBytes, long next) {
        records += loadedRecords;
        bytes += loadedBytes;
        nextOffset = next;
        noteInputs();
    }

    /** Loads it anew, from its beginning. */
    void startOver(long beginningOffset) {
        startOffset = beginningOffset;
        nextOffset = beginningOffset;
        endOffset = beginningOffset;
        committedInputs = Map.of();
    }

    void turnBegins(long nowMs) {
        if (turnSinceMs == NOT_READ) {
            turnSinceMs = nowMs;
            caughtUp = false;
        }
    }

    void turnEnds() {
        turnSinceMs = NOT_READ;
    }

    void caughtUp(boolean withItsEnd) {
        caughtUp = withItsEnd;
    }

    /** Whether it is another's turn, if another waits. */
    boolean hadItsTurn(long nowMs, long turnMs) {
        return turnSinceMs != NOT_READ && (caughtUp || nowMs - turnSinceMs >= turnMs);
    }

    RestoreProgress.Changelog progress() {
        return new RestoreProgress.Changelog(
                partition,
                store,
                new RestoreProgress.Offsets(startOffset, nextOffset, endOffset()),
                records,
                bytes,
                startedAtMs);
    }
}
