package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads partition after partition until a page is full. The cursor of a page names the partition to go on with, and holds the
 * cursor that its instance gave. Used by one thread.
 */
final class PartitionScan {

    private final PartitionReads partitions;
    private final StoreQuery query;
    private final SortedSet<Integer> wanted;
    private final CursorSeal seal;
    private final long maxBytes;

    PartitionScan(
            PartitionReads partitions, StoreQuery query, SortedSet<Integer> wanted, CursorSeal seal, long maxBytes) {
        this.partitions = partitions;
        this.query = query;
        this.wanted = wanted;
        this.seal = seal;
        this.maxBytes = maxBytes;
    }

    StorePage read() {
        LocalReads.Reading reading = partitions.reading();
        Gathered gathered = new Gathered(reading, query);
        String cursor = query.page().cursor();
        Position after = cursor == null ? null : seal.open(cursor, query.fingerprint());
        String inner = after == null || after.key().isEmpty() ? null : after.key();
        for (int partition : after == null ? wanted : wanted.tailSet(after.partition())) {
            int left = reading.limit() - gathered.size();
            if (left <= 0 || (gathered.size() > 0 && reading.deadline().isOver())) {
                return gathered.page(next(partition, null));
            }
            try {
                StorePage page = partitions.read(query.part(left, inner), partition);
                if (gathered.size() > 0 && gathered.bytesWith(page) > maxBytes) {
                    return gathered.page(next(partition, inner));
                }
                String more = gathered.add(page);
                if (more != null) {
                    return gathered.page(next(partition, more));
                }
            } catch (StateQueryException e) {
                if (!Refusals.isTooLarge(e)) {
                    gathered.miss(partition, e);
                } else if (gathered.hasSomethingToTell()) {
                    return gathered.page(next(partition, inner));
                } else {
                    throw after(partition, e);
                }
            }
            inner = null;
        }
        return gathered.page(null);
    }

    private String next(int partition, @Nullable String inner) {
        return seal.seal(position(partition, inner), query.fingerprint());
    }

    /** The refusal of an entry, with a cursor of this query for that of the partition. */
    private StateQueryException after(int partition, StateQueryException refusal) {
        String inner = refusal.next();
        return Refusals.goingOn(
                refusal, inner == null ? null : seal.trySeal(position(partition, inner), query.fingerprint()));
    }

    private static Position position(int partition, @Nullable String inner) {
        return new Position(partition, 0, inner == null ? "" : inner);
    }
}
