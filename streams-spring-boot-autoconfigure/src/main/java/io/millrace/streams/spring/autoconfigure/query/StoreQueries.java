package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateLocation;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.state.HostInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries as they come from outside: checks them, and lets only so many be answered at a time. Safe for use by any
 * thread.
 */
public final class StoreQueries {

    private final Function<ManagedTopology, @Nullable HostInfo> addresses;
    private final QueryBounds bounds;
    private final QuerySyntax syntax;
    private final QueryMeter meter;
    private final StoreCatalog catalog;
    private final RoutedReads reads;
    private final ExposedStores exposed;

    /** Of queries that may ask other instances; those of other instances must not have to wait for them, nor they for those. */
    private final Semaphore routedPermits;

    private final Semaphore localPermits;
    private volatile boolean draining;

    /**
     * The other instances.
     *
     * @param peers asks them
     * @param cursorSecret what all instances have in common that take each other's cursors, null if they do not
     * @param exposed what they may be asked for, and may ask for
     */
    record Others(Peers peers, @Nullable String cursorSecret, ExposedStores exposed) {}

    /**
     * @param topologies the topologies there are
     * @param addresses where this instance is reached, of a topology
     * @param bounds how much a query may take
     * @param codecs reads and shows keys and values
     * @param others the other instances
     * @param meter measures
     */
    StoreQueries(
            StreamsRegistry topologies,
            Function<ManagedTopology, @Nullable HostInfo> addresses,
            QueryBounds bounds,
            KeyCodecs codecs,
            Others others,
            QueryMeter meter) {
        StoreNames names = new StoreNames();
        this.catalog = new StoreCatalog(topologies, names);
        this.addresses = addresses;
        this.bounds = bounds;
        this.syntax = new QuerySyntax(bounds);
        this.meter = meter;
        LocalStores stores = new LocalStores(
                names, new ChangelogLags(bounds.timeout()), bounds.stale().maxLag());
        CursorSeal seal = new CursorSeal(others.cursorSecret());
        long pageBytes = EntrySize.share(bounds.maxBodyBytes());
        this.reads = new RoutedReads(
                new LocalReads(stores, codecs, pageBytes, seal),
                new KeyPlacement(stores, codecs),
                new RoutedReads.Asking(new MeasuredPeers(others.peers(), meter), others.exposed()),
                seal,
                pageBytes);
        this.exposed = others.exposed();
        this.routedPermits = new Semaphore(bounds.maxConcurrent());
        this.localPermits = new Semaphore(bounds.maxConcurrent());
    }

    /** The application ends: what is stopped from now on is draining. */
    void drain() {
        draining = true;
    }

    /**
     * Answers a query from outside the process, which may be for exposed stores only.
     *
     * @throws StateQueryException if it cannot be answered, or not now
     */
    public StorePage serve(StoreQuery query) {
        ManagedTopology topology = catalog.topology(query, exposed);
        return meter.measure(QueryMeter.Kind.ANSWER, topology.name(), () -> {
            if (!exposed.contains(query)) {
                throw Refusals.notExposed(catalog.shown(topology, exposed));
            }
            return known(query, read(query, topology, exposed));
        });
    }

    /**
     * The stores that may be asked for from outside the process.
     *
     * @throws StateQueryException if too many ask
     */
    public List<ListedStore> exposed() {
        return permitted(localPermits, () -> catalog.list(exposed));
    }

    /**
     * Answers a query of the application itself.
     *
     * @throws StateQueryException if it cannot be answered, or not now
     */
    StorePage answer(StoreQuery query) {
        ManagedTopology topology = catalog.topology(query, ExposedStores.ALL);
        return meter.measure(
                QueryMeter.Kind.ANSWER, topology.name(), () -> known(query, read(query, topology, ExposedStores.ALL)));
    }

    private static StorePage known(StoreQuery query, StorePage page) {
        if (page.rows().isEmpty() && query.keys().key() != null && query.page().cursor() == null) {
            throw Refusals.unknownKey(query, page);
        }
        return page;
    }

    /** Answers a query; with nothing if there is nothing. */
    StorePage find(StoreQuery query) {
        ManagedTopology topology = catalog.topology(query, ExposedStores.ALL);
        return meter.measure(QueryMeter.Kind.ANSWER, topology.name(), () -> read(query, topology, ExposedStores.ALL));
    }

    private StorePage read(StoreQuery query, ManagedTopology topology, ExposedStores known) {
        check(query, topology, known);
        return permitted(query.isLocal() ? localPermits : routedPermits, () -> {
            try {
                return reads.read(query, topology, reading(query, topology));
            } catch (InvalidStateStoreException e) {
                throw Refusals.moving(topology.status());
            }
        });
    }

    private static <T> T permitted(Semaphore permits, Supplier<T> work) {
        if (!permits.tryAcquire()) {
            throw Refusals.tooMany();
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    /** Where the one key of a query is; empty if that is not known. */
    Optional<StateLocation> locate(StoreQuery query) {
        ManagedTopology topology = catalog.topology(query, ExposedStores.ALL);
        check(query, topology, ExposedStores.ALL);
        return reads.locate(query, topology, reading(query, topology));
    }

    private void check(StoreQuery query, ManagedTopology topology, ExposedStores known) {
        catalog.check(query, topology, known);
        syntax.check(query);
        checkRunning(topology.status());
    }

    private LocalReads.Reading reading(StoreQuery query, ManagedTopology topology) {
        return new LocalReads.Reading(
                addresses.apply(topology),
                syntax.limit(query),
                Deadline.in(bounds.timeout()),
                syntax.stale(query),
                bounds.stale().maxLag());
    }

    private void checkRunning(TopologyStatus status) {
        switch (status.phase()) {
            case STOPPED ->
                throw draining
                        ? Refusals.draining()
                        : Refusals.unavailable(Refusals.STOPPED, "The topology is stopped on this instance.");
            case WAITING -> throw Refusals.unavailable("waiting", "The topology waits for its broker or topics.");
            case FAILED -> throw Refusals.unavailable(Refusals.FAILED, "The topology has failed on this instance.");
            case STARTED, DRAINING -> {}
        }
    }
}
