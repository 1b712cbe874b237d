package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.state.HostInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for one key in many partitions: one request for each instance that has some of them. Used by one thread. */
final class PointGather {

    private final PartitionReads partitions;
    private final StoreQuery query;
    private final SortedSet<Integer> wanted;
    private final Gathered gathered;

    PointGather(PartitionReads partitions, StoreQuery query, SortedSet<Integer> wanted) {
        this.partitions = partitions;
        this.query = query;
        this.wanted = wanted;
        this.gathered = new Gathered(partitions.reading(), query);
    }

    /** Reads the key; null if what there is of it is more than a page. */
    @Nullable
    StorePage tryRead(long maxBytes) {
        try {
            StorePage page = read();
            boolean fits = gathered.size() <= partitions.reading().limit() && gathered.bytes() <= maxBytes;
            return page.next() == null && fits ? page : null;
        } catch (StateQueryException e) {
            if (Refusals.isTooLarge(e)) {
                return null;
            }
            throw e;
        }
    }

    private StorePage read() {
        Map<Optional<HostInfo>, SortedSet<Integer>> byHost = new LinkedHashMap<>();
        for (int partition : wanted) {
            HostInfo active = partitions.hosting(query, partition).active();
            byHost.computeIfAbsent(Optional.ofNullable(active), host -> new TreeSet<>())
                    .add(partition);
        }
        String more = null;
        for (Map.Entry<Optional<HostInfo>, SortedSet<Integer>> share : byHost.entrySet()) {
            String next = readShare(share.getKey().orElse(null), share.getValue());
            more = more == null ? next : more;
        }
        return gathered.page(more);
    }

    /** Reads the partitions of an instance; gives the cursor of what did not fit into a page, null if everything did. */
    private @Nullable String readShare(@Nullable HostInfo host, Set<Integer> share) {
        try {
            if (partitions.isHere(host)) {
                return gathered.add(partitions.readHere(query, share));
            }
            if (host != null) {
                return gathered.add(partitions.ask(host, query, share, false));
            }
        } catch (StateQueryException e) {
            if (!Refusals.mayBeElsewhere(e)) {
                throw e;
            }
            // Not all of them are there, or the instance is away; each is looked for by itself.
        }
        String more = null;
        for (int partition : share) {
            try {
                String next = gathered.add(partitions.read(query, partition));
                more = more == null ? next : more;
            } catch (StateQueryException e) {
                gathered.miss(partition, e);
            }
        }
        return more;
    }
}
