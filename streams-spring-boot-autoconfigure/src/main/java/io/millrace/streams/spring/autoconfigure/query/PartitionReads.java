package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads single partitions for one query, wherever they are. Used by one thread. */
final class PartitionReads {

    /** What the group knows may be renewed that long after it turned out to be outdated. */
    private static final long PAUSE_MS = 100;

    private static final int MOST_SILENCES = 2;

    private final LocalReads local;
    private final Peers peers;
    private final ManagedTopology topology;
    private final LocalReads.Reading reading;

    /** How often an instance did not answer; a dead one must not take up all the time there is, once for each partition. */
    private final Map<HostInfo, Integer> silences = new HashMap<>();

    PartitionReads(LocalReads local, Peers peers, ManagedTopology topology, LocalReads.Reading reading) {
        this.local = local;
        this.peers = peers;
        this.topology = topology;
        this.reading = reading;
    }

    LocalReads.Reading reading() {
        return reading;
    }

    Hosting hosting(StoreQuery query, int partition) {
        return Hosting.of(topology.client(), query.store(), partition);
    }

    /** Whether an address is that of this instance. */
    boolean isHere(@Nullable HostInfo host) {
        return host != null && host.equals(reading.self());
    }

    /** Reads what is active here of some partitions; all of them must be. */
    StorePage readHere(StoreQuery query, Set<Integer> partitions) {
        return local.read(query.of(partitions, false), topology, reading.withoutStale());
    }

    /** Asks another instance for partitions that are active there. */
    StorePage ask(HostInfo peer, StoreQuery query, Set<Integer> partitions, boolean stale) {
        if (reading.deadline().isOver()) {
            throw Refusals.timeout();
        }
        if (isGivenUp(peer)) {
            throw Refusals.peerUnavailable("The instance that has the state does not answer.");
        }
        try {
            return peers.ask(peer, query.of(partitions, stale));
        } catch (StateQueryException e) {
            if (Refusals.isSilence(e)) {
                silences.merge(peer, 1, Integer::sum);
            }
            throw e;
        }
    }

    private boolean isGivenUp(@Nullable HostInfo host) {
        return host != null && silences.getOrDefault(host, 0) >= MOST_SILENCES;
    }

    /**
     * Reads a partition: where it is written; there or at its new place once more, if it has moved; and then from copies, if that is
     * allowed.
     */
    StorePage read(StoreQuery query, int partition) {
        StateQueryException refusal;
        try {
            return readActive(query, partition);
        } catch (StateQueryException e) {
            refusal = onlyIfMovable(e);
        }
        if (!isGivenUp(hosting(query, partition).active())) {
            pause();
            try {
                return readActive(query, partition);
            } catch (StateQueryException e) {
                refusal = telling(refusal, onlyIfMovable(e));
            }
        }
        return readCopy(query, partition, refusal);
    }

    private StorePage readActive(StoreQuery query, int partition) {
        StateQueryException here;
        try {
            return readHere(query, Set.of(partition));
        } catch (StateQueryException e) {
            here = onlyIfMovable(e);
        }
        HostInfo active = hosting(query, partition).active();
        if (active == null || isHere(active)) {
            throw Refusals.isNotHere(here) ? Refusals.moving(topology.status()) : here;
        }
        return ask(active, query, Set.of(partition), false);
    }

    private StorePage readCopy(StoreQuery query, int partition, StateQueryException refusal) {
        if (!reading.stale()) {
            throw refusal;
        }
        StateQueryException last = refusal;
        try {
            return local.read(query.of(Set.of(partition), true), topology, reading);
        } catch (StateQueryException e) {
            last = telling(last, onlyIfMovable(e));
        }
        List<HostInfo> copies = new ArrayList<>(hosting(query, partition).standbys());
        copies.removeIf(this::isHere);
        for (HostInfo copy : copies) {
            try {
                StorePage page = ask(copy, query, Set.of(partition), true);
                if (page.source().lag() <= reading.maxLag()) {
                    return page;
                }
            } catch (StateQueryException e) {
                if (Refusals.isTooLarge(e)) {
                    throw e;
                }
                // Whatever else it has against being asked, the query itself was good enough for others.
                last = Refusals.mayBeElsewhere(e) ? telling(last, e) : last;
            }
        }
        throw last;
    }

    private static StateQueryException onlyIfMovable(StateQueryException refusal) {
        if (!Refusals.mayBeElsewhere(refusal)) {
            throw refusal;
        }
        return refusal;
    }

    /** Of two refusals the one that says more: that something is not where it was thought to be says nothing. */
    private StateQueryException telling(StateQueryException first, StateQueryException second) {
        if (!Refusals.isNotHere(second)) {
            return second;
        }
        return Refusals.isNotHere(first) ? Refusals.moving(topology.status()) : first;
    }

    private void pause() {
        if (reading.deadline().isOver()) {
            throw Refusals.timeout();
        }
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusals.timeout();
        }
    }
}
