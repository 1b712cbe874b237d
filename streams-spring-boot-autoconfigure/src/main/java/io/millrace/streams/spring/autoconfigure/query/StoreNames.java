package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Knows which stores there are; a topology does not change. Safe for use by any thread. */
final class StoreNames {

    private final Map<String, Names> byTopology = new ConcurrentHashMap<>();

    private record Names(Set<String> all, Set<String> global) {

        static Names of(ManagedTopology topology) {
            return new Names(
                    LocalWork.storesOf(topology.topology()),
                    topology.topology().describe().globalStores().stream()
                            .flatMap(global -> global.processor().stores().stream())
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    boolean has(ManagedTopology topology, String store) {
        return of(topology).all().contains(store);
    }

    /** The names of all stores of a topology. */
    Set<String> all(ManagedTopology topology) {
        return of(topology).all();
    }

    /** Whether every instance has all of a store. */
    boolean isGlobal(ManagedTopology topology, String store) {
        return of(topology).global().contains(store);
    }

    private Names of(ManagedTopology topology) {
        return byTopology.computeIfAbsent(topology.name(), name -> Names.of(topology));
    }
}
