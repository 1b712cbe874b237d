package io.millrace.streams.engine.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the user described, frozen.
 *
 * @param nodes all nodes in the order they were added; parents come before children
 * @param stores stores by name, in the order they were added; which processors use one is said by {@link ProcessorSpec#stores()}
 * @param globals stores by name that every instance keeps whole, each with the topic it is read from
 * @param repartitions repartition topics by name without the application id
 * @param copartitioned groups of topics (internal ones without the application id) that must have equal partition counts
 */
public record TopologyBlueprint(
        List<NodeSpec> nodes,
        Map<String, StoreNode> stores,
        Map<String, StoreNode> globals,
        Map<String, RepartitionSpec> repartitions,
        List<Set<String>> copartitioned) {

    public TopologyBlueprint {
        nodes = List.copyOf(nodes);
        // Map.copyOf would lose the order, which decides the order of stores in the plan.
        stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
        globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
        repartitions = Collections.unmodifiableMap(new LinkedHashMap<>(repartitions));
        copartitioned = List.copyOf(copartitioned);
    }

    /** Whether these connected nodes keep a global store, and so run once in each instance instead of in tasks. */
    public boolean isGlobal(List<NodeSpec> group) {
        for (NodeSpec node : group) {
            if (node instanceof ProcessorSpec processor
                    && processor.stores().stream().anyMatch(globals::containsKey)) {
                return true;
            }
        }
        return false;
    }
}
