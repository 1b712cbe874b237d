package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateLocation;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers queries as they come from outside: checks them, and lets only so many be answered at a time. Safe for use by any
 * thread.
 */
public final class StoreQueries {

    private final StreamsRegistry topologies;
    private final QueryBounds bounds;
    private final QuerySyntax syntax;
    private final LocalReads local;
    private final Semaphore permits;

    /**
     * @param topologies the topologies there are
     * @param bounds how much a query may take
     * @param codecs reads and shows keys and values
     */
    public StoreQueries(StreamsRegistry topologies, QueryBounds bounds, KeyCodecs codecs) {
        this.topologies = topologies;
        this.bounds = bounds;
        this.syntax = new QuerySyntax(bounds);
        this.local = new LocalReads(
                new LocalStores(
                        new ChangelogLags(bounds.timeout()), bounds.stale().maxLag()),
                codecs,
                bounds.maxBodyBytes(),
                new CursorSeal());
        this.permits = new Semaphore(bounds.maxConcurrent());
    }

    /**
     * Answers a query.
     *
     * @throws StateQueryException if it cannot be answered, or not now
     */
    public StorePage answer(StoreQuery query) {
        StorePage page = find(query);
        if (page.rows().isEmpty() && query.keys().key() != null && query.page().cursor() == null) {
            throw Refusals.notFound(Refusals.UNKNOWN_KEY, "The store does not hold the key.");
        }
        return page;
    }

    /** Where the one key of a query is; empty if that is not known. */
    Optional<StateLocation> locate(StoreQuery query) {
        find(query);
        return Optional.empty();
    }

    /** Answers a query; with nothing if there is nothing. */
    StorePage find(StoreQuery query) {
        ManagedTopology topology = topologies
                .find(query.topology())
                .orElseThrow(() -> Refusals.notFound("unknown-topology", "There is no such topology."));
        if (!LocalWork.storesOf(topology.topology()).contains(query.store())) {
            throw Refusals.notFound("unknown-store", "The topology has no such store.");
        }
        syntax.check(query);
        checkRunning(topology.status());
        if (!permits.tryAcquire()) {
            throw Refusals.tooMany();
        }
        try {
            LocalReads.Reading reading = new LocalReads.Reading(
                    null, syntax.limit(query), Deadline.in(bounds.timeout()), syntax.stale(query));
            return local.read(query, topology, reading);
        } finally {
            permits.release();
        }
    }

    private static void checkRunning(TopologyStatus status) {
        switch (status.phase()) {
            case STOPPED -> throw Refusals.unavailable("stopped", "The topology is stopped.");
            case WAITING -> throw Refusals.unavailable("waiting", "The topology waits for its broker or topics.");
            case FAILED -> throw Refusals.unavailable("failed", "The topology has failed.");
            case STARTED, DRAINING -> {}
        }
    }
}
