package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one page of the answers of several partitions. Used by one thread. */
final class Gathered {

    private final LocalReads.Reading reading;
    private final boolean oneKey;
    private final List<Row> rows = new ArrayList<>();
    private final SortedSet<Integer> missing = new TreeSet<>();
    private final SortedSet<Integer> read = new TreeSet<>();
    private final Set<@Nullable String> hosts = new HashSet<>();
    private String type = "";
    private long bytes;
    private boolean local = true;
    private boolean active = true;
    private long lag;
    private @Nullable StateQueryException refusal;

    Gathered(LocalReads.Reading reading, StoreQuery query) {
        this.reading = reading;
        this.oneKey = query.keys().key() != null;
    }

    /** Adds an answer; gives the cursor of what it leaves out. */
    @Nullable
    String add(StorePage page) {
        StateSource source = page.source();
        rows.addAll(page.rows());
        bytes += EntrySize.of(page.rows());
        read.addAll(source.partitions());
        hosts.add(source.host());
        local &= source.local();
        active &= source.role().equals(StateSource.ACTIVE);
        lag = Math.max(lag, source.lag());
        type = page.type().isEmpty() ? type : page.type();
        return page.next();
    }

    /** Notes that nobody answers for a partition. Only what may pass is a reason to go on without it. */
    void miss(int partition, StateQueryException why) {
        if (!Refusals.mayBeElsewhere(why)) {
            throw why;
        }
        missing.add(partition);
        refusal = why;
    }

    int size() {
        return rows.size();
    }

    /** Whether a page of what there is would be more than nothing. */
    boolean hasSomethingToTell() {
        return !rows.isEmpty() || !missing.isEmpty();
    }

    /** How many bytes the entries are. */
    long bytes() {
        return bytes;
    }

    /** How many bytes the entries and the cursor would be with those of another answer. */
    long bytesWith(StorePage page) {
        String inner = page.next();
        return bytes + EntrySize.of(page.rows()) + CursorSeal.length(inner == null ? 0 : inner.length());
    }

    /**
     * The page.
     *
     * @param next the cursor of the next page, null if this is the last
     * @throws StateQueryException if nobody answered at all, or those who have the one key may not have
     */
    StorePage page(@Nullable String next) {
        if (refusal != null && (oneKey ? rows.isEmpty() : read.isEmpty())) {
            throw refusal;
        }
        String host = hosts.size() == 1 ? hosts.iterator().next() : null;
        StateSource source = new StateSource(
                host, local, active ? StateSource.ACTIVE : StateSource.STANDBY, new ArrayList<>(read), lag, null);
        return new StorePage(type, rows, source, new ArrayList<>(missing), reading.limit(), next);
    }
}
