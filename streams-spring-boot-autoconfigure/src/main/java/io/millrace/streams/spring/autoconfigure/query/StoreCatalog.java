package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.ShownNames;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The stores that can be asked for. Of one that somebody may not ask for, not even the name is told. Safe for use by any thread.
 *
 * @param topologies the topologies there are
 * @param names tells which stores they have
 */
record StoreCatalog(StreamsRegistry topologies, StoreNames names) {

    /** The topology of a query. */
    ManagedTopology topology(StoreQuery query, ExposedStores exposed) {
        return topologies.find(query.topology()).orElseThrow(() -> unknownTopology(exposed));
    }

    private StateQueryException unknownTopology(ExposedStores exposed) {
        List<String> known = topologies.topologies().stream()
                .filter(topology -> !stores(topology, exposed).isEmpty())
                .map(ManagedTopology::name)
                .toList();
        return Refusals.notFound(
                "unknown-topology",
                "There is no such topology. Those with stores that can be asked for: " + ShownNames.of(known) + ".");
    }

    /** Makes sure that there is the store of a query. */
    void check(StoreQuery query, ManagedTopology topology, ExposedStores exposed) {
        if (!names.has(topology, query.store())) {
            throw Refusals.notFound(
                    "unknown-store",
                    "The topology has no such store. Those that can be asked for: " + shown(topology, exposed) + ".");
        }
    }

    /** The names of a topology's stores that can be asked for. */
    String shown(ManagedTopology topology, ExposedStores exposed) {
        return ShownNames.of(stores(topology, exposed));
    }

    /** All stores that can be asked for. */
    List<ListedStore> list(ExposedStores exposed) {
        List<ListedStore> listed = new ArrayList<>();
        for (ManagedTopology topology : topologies.topologies()) {
            boolean started = topology.status().phase() == TopologyStatus.Phase.STARTED;
            for (String store : stores(topology, exposed)) {
                listed.add(new ListedStore(
                        topology.name(),
                        store,
                        started ? type(topology, store) : null,
                        started ? partitions(topology, store) : null));
            }
        }
        return listed;
    }

    private SortedSet<String> stores(ManagedTopology topology, ExposedStores exposed) {
        SortedSet<String> stores = new TreeSet<>(names.all(topology));
        stores.removeIf(store -> !exposed.contains(topology.name(), store));
        return stores;
    }

    private static @Nullable String type(ManagedTopology topology, String store) {
        try {
            List<StateStore> here = topology.client()
                    .store(StoreQueryParameters.fromNameAndType(store, new HostedStores())
                            .enableStaleStores());
            return here.isEmpty() ? null : StoreKind.of(here.get(0));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            // Nothing of it is here, or not yet.
            return null;
        }
    }

    private @Nullable Integer partitions(ManagedTopology topology, String store) {
        int count = names.isGlobal(topology, store)
                ? 0
                : Hosting.of(topology.client(), store, 0).partitions();
        return count == 0 ? null : count;
    }
}
