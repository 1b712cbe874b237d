package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateLocation;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.ApplicationServer;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries from whichever instances have the state, partition by partition: here if it is here, else by one request to the
 * instance that has it, which answers from what it has itself or not at all. Safe for use by any thread.
 */
final class RoutedReads {

    private final LocalReads local;
    private final KeyPlacement placement;
    private final Asking asking;
    private final CursorSeal seal;
    private final long maxBytes;

    /**
     * Asking other instances.
     *
     * @param peers asks them
     * @param exposed what they answer for
     */
    record Asking(Peers peers, ExposedStores exposed) {

        /** Why they cannot be asked, null if they can. */
        @Nullable
        String silence(StoreQuery query) {
            return exposed.contains(query) ? peers.silence() : ExposedStores.PROPERTY + " does not name the store";
        }
    }

    RoutedReads(LocalReads local, KeyPlacement placement, Asking asking, CursorSeal seal, long maxBytes) {
        this.local = local;
        this.placement = placement;
        this.asking = asking;
        this.seal = seal;
        this.maxBytes = maxBytes;
    }

    /**
     * Answers a query. A page without entries says that there are none, but in the partitions that it misses.
     *
     * @throws StateQueryException if it cannot be answered, or not now
     */
    StorePage read(StoreQuery query, ManagedTopology topology, LocalReads.Reading reading) {
        if (local.isGlobal(topology, query.store())) {
            return local.read(query, topology, reading);
        }
        int count = Hosting.of(topology.client(), query.store(), 0).partitions();
        if (count > 0 && query.place().partitions().stream().anyMatch(partition -> partition >= count)) {
            throw Refusals.notFound(
                    "unknown-partition", "The store has no such partition; its last is " + (count - 1) + ".");
        }
        String localOnly = localOnly(query, topology, count);
        if (query.isLocal() || localOnly != null) {
            return readHere(query, topology, reading, count, localOnly);
        }
        PartitionReads partitions = new PartitionReads(local, asking.peers(), topology, reading);
        SortedSet<Integer> wanted = new TreeSet<>(query.place().partitions());
        if (!wanted.isEmpty()) {
            return read(query, partitions, wanted);
        }
        OptionalInt placed = placed(query, topology, count);
        if (placed.isPresent()) {
            StorePage page = read(query, partitions, new TreeSet<>(Set.of(placed.getAsInt())));
            if (!page.rows().isEmpty() || query.page().cursor() != null || count == 1) {
                return page;
            }
            // Absent is said by all of them: the rule was only found true of some keys.
        }
        StorePage page = read(query, partitions, all(count));
        if (placed.isPresent() && !page.rows().isEmpty()) {
            placement.refute(query, count);
        }
        return page;
    }

    /** Where to look for the key of a query first; empty if everywhere. */
    private OptionalInt placed(StoreQuery query, ManagedTopology topology, int count) {
        if (query.keys().key() == null) {
            return OptionalInt.empty();
        }
        OptionalInt placed = placement.partitionOf(query, topology, count);
        String cursor = query.page().cursor();
        if (cursor == null || placed.isEmpty()) {
            return placed;
        }
        // The page before may be of an instance that knows that the key is elsewhere.
        return seal.open(cursor, query.fingerprint()).partition() == placed.getAsInt() ? placed : OptionalInt.empty();
    }

    private StorePage read(StoreQuery query, PartitionReads partitions, SortedSet<Integer> wanted) {
        if (query.keys().key() != null && query.page().cursor() == null && wanted.size() > 1) {
            StorePage page = new PointGather(partitions, query, wanted).tryRead(maxBytes);
            if (page != null) {
                return page;
            }
            // What there is of the key fills more than a page; pages go by partition.
        }
        return new PartitionScan(partitions, query, wanted, seal, maxBytes).read();
    }

    private @Nullable String localOnly(StoreQuery query, ManagedTopology topology, int count) {
        if (query.isLocal()) {
            return null;
        }
        String silence = asking.silence(query);
        return silence != null || (count > 0 && Hosting.isToldByAnybody(topology.client()))
                ? silence
                : "the other instances have told no address";
    }

    private StorePage readHere(
            StoreQuery query,
            ManagedTopology topology,
            LocalReads.Reading reading,
            int count,
            @Nullable String localOnly) {
        StorePage page = local.read(query, topology, reading);
        boolean everywhere = query.place().partitions().isEmpty();
        if (everywhere && count == 0 && query.keys().key() == null) {
            // Nobody could tell what the answer leaves out.
            throw Refusals.moving(topology.status());
        }
        SortedSet<Integer> missing = new TreeSet<>(page.missing());
        if (everywhere) {
            missing.addAll(all(count));
        }
        StateSource source = page.source();
        missing.removeAll(Set.copyOf(source.partitions()));
        boolean complete = missing.isEmpty() && !(everywhere && count == 0);
        if (page.rows().isEmpty() && query.keys().key() != null && query.page().cursor() == null && !complete) {
            throw Refusals.notFound(
                    Refusals.NOT_HERE,
                    "The partitions on this instance do not hold the key; there may be others"
                            + (localOnly == null ? "." : ", which cannot be asked: " + localOnly + "."));
        }
        return new StorePage(
                page.type(),
                page.rows(),
                new StateSource(source.host(), true, source.role(), source.partitions(), source.lag(), localOnly),
                new ArrayList<>(missing),
                page.limit(),
                page.next());
    }

    private static SortedSet<Integer> all(int count) {
        SortedSet<Integer> all = new TreeSet<>();
        for (int partition = 0; partition < count; partition++) {
            all.add(partition);
        }
        return all;
    }

    /** Where the key of a query is; empty if that is not known. */
    Optional<StateLocation> locate(StoreQuery query, ManagedTopology topology, LocalReads.Reading reading) {
        KafkaStreams client = topology.client();
        int count = Hosting.of(client, query.store(), 0).partitions();
        if (count == 0 || !Hosting.isToldByAnybody(client) || local.isGlobal(topology, query.store())) {
            return Optional.empty();
        }
        OptionalInt placed = placement.partitionOf(query, topology, count);
        if (placed.isEmpty()) {
            return Optional.empty();
        }
        Hosting hosting = Hosting.of(client, query.store(), placed.getAsInt());
        HostInfo active = hosting.active();
        return Optional.of(new StateLocation(
                placed.getAsInt(),
                active == null ? null : ApplicationServer.text(active),
                hosting.standbys().stream().map(ApplicationServer::text).collect(Collectors.toSet()),
                active != null && active.equals(reading.self())));
    }
}
