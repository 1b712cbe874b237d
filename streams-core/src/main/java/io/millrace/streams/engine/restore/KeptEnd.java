package io.millrace.streams.engine.restore;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds out whether a store can be restored to the end that was kept with the input positions, although the changelog goes on: whether all
 * entries before that end are still there. Compaction may have removed one in favour of an entry behind the end, which then is the only
 * one to tell what both said (ADR 51). A log without gaps has not been compacted. Owned by the restore worker's thread.
 */
final class KeptEnd {

    private final long end;
    private final long logEnd;
    private long next;
    private boolean gaps;

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
        }
        long reached = Math.min(position, end);
        gaps |= reached > next;
        next = Math.max(next, reached);
    }

    /** Whether the end is reached, and something before it may be missing. */
    boolean isReachedInDoubt() {
        return next >= end && gaps;
    }

    /** Whether there are records behind the end. */
    boolean isPassedBy(List<ConsumerRecord<byte[], byte[]>> records) {
        return !records.isEmpty() && records.get(records.size() - 1).offset() >= end;
    }

    /** Reading begins anew. */
    void startOver(long beginning) {
        next = beginning;
        gaps = false;
    }
}
