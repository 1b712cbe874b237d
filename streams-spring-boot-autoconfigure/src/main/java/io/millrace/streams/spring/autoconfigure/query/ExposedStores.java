package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.util.PatternMatchUtils;

/**
 * The stores that may be read from outside the process: by callers of the endpoint, and so by other instances too.
 *
 * @param patterns {@code topology/store}, with asterisks for anything
 */
record ExposedStores(Set<String> patterns) {

    static final String PROPERTY = "streams.query.exposed-stores";
    static final ExposedStores ALL = new ExposedStores(Set.of("*"));

    ExposedStores {
        patterns = Set.copyOf(patterns);
    }

    boolean contains(StoreQuery query) {
        return contains(query.topology(), query.store());
    }

    boolean contains(String topology, String store) {
        String asked = topology + "/" + store;
        return patterns.stream().anyMatch(pattern -> PatternMatchUtils.simpleMatch(pattern, asked));
    }

    /**
     * Looks for what each entry without an asterisk names.
     *
     * @throws InvalidStreamsPropertyException if there is an entry that names no store there is
     */
    ExposedStores checkedAgainst(StreamsRegistry topologies) {
        Map<String, Set<String>> stores = new TreeMap<>();
        for (ManagedTopology topology : topologies.topologies()) {
            stores.put(topology.name(), LocalWork.storesOf(topology.topology()));
        }
        patterns.stream().filter(entry -> entry.indexOf('*') < 0).sorted().forEach(entry -> check(entry, stores));
        return this;
    }

    private static void check(String entry, Map<String, Set<String>> stores) {
        int slash = entry.indexOf('/');
        String topology = slash < 0 ? entry : entry.substring(0, slash);
        Set<String> known = stores.get(topology);
        if (slash < 0 || known == null) {
            throw new InvalidStreamsPropertyException(
                    PROPERTY,
                    entry,
                    slash < 0
                            ? "an entry is topology/store"
                            : "no bean declares a stream topology named '" + topology + "'",
                    "Use the name of a declared topology (" + String.join(", ", stores.keySet())
                            + ") and of one of its stores, as topology/store, or remove the entry.");
        }
        if (!known.contains(entry.substring(slash + 1))) {
            throw new InvalidStreamsPropertyException(
                    PROPERTY,
                    entry,
                    "topology '" + topology + "' has no such store",
                    known.isEmpty()
                            ? "Remove the entry: the topology has no stores."
                            : "Use the name of one of its stores (" + String.join(", ", known)
                                    + "), or remove the entry.");
        }
    }
}
