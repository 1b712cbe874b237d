package io.millrace.streams.engine.restore;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a store can be restored to the end that was kept with the input positions, although the changelog goes on: whether all
 * entries before that end are still there. Compaction may have removed one in favour of an entry behind the end, which then is the only
 * one to tell what both said (ADR 51). It works its way up from the beginning of the log, and leaves one entry of a key; so a log without
 * gaps has not been compacted, and one that has two entries of a key was not compacted beyond the second. Owned by the restore worker's
 * thread.
 */
final class KeptEnd {

    /** In how many offsets before the end a key is looked for that comes twice: all there may be in memory. */
    private static final int LOOKED_THROUGH = 10_000;

    private final long end;
    private final long logEnd;
    private final Set<Bytes> keys = new HashSet<>();
    private long next;
    private boolean gaps;
    private boolean repeated;

    /**
     * One that is yet to be reached.
     *
     * @param start where reading begins
     * @param end the kept end
     * @param logEnd where the log ends
     */
    KeptEnd(long start, long end, long logEnd) {
        this.next = start;
        this.end = end;
        this.logEnd = logEnd;
    }

    /** The kept end. */
    long end() {
        return end;
    }

    /** Where the log ends. */
    long logEnd() {
        return logEnd;
    }

    /** Looks at what was read, up to an offset. */
    void read(List<ConsumerRecord<byte[], byte[]>> records, long position) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= end) {
                break;
            }
            gaps |= record.offset() != next;
            next = record.offset() + 1;
            byte @Nullable [] key = record.key();
            if (!repeated && key != null && end - record.offset() <= LOOKED_THROUGH) {
                repeated = !keys.add(Bytes.wrap(key));
            }
        }
        long reached = Math.min(position, end);
        gaps |= reached > next;
        next = Math.max(next, reached);
    }

    /** Whether the end is reached, and something before it may be missing. */
    boolean isReachedInDoubt() {
        return next >= end && gaps && !repeated;
    }

    /** Whether there are records behind the end. */
    boolean isPassedBy(List<ConsumerRecord<byte[], byte[]>> records) {
        return !records.isEmpty() && records.get(records.size() - 1).offset() >= end;
    }

    /** Reading begins anew. */
    void startOver(long beginning) {
        next = beginning;
        gaps = false;
        repeated = false;
        keys.clear();
    }
}
