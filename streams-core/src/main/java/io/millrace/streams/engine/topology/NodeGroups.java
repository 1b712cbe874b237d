package io.millrace.streams.engine.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits a topology into the parts that are connected by edges or by a shared store. Numbers them in the order in which their
 * first source was added, which is the order Kafka Streams gives: task ids and the partitions of internal topics depend on it.
 */
public final class NodeGroups {

    private final Map<String, String> leaders = new HashMap<>();

    private NodeGroups() {}

    /** The groups in the order of their numbers, the nodes of each in the order they were added. */
    public static List<List<NodeSpec>> of(TopologyBlueprint definition) {
        return new NodeGroups().split(definition.nodes());
    }

    private List<List<NodeSpec>> split(List<NodeSpec> nodes) {
        nodes.forEach(node -> leaders.put(node.name(), node.name()));
        Map<String, String> firstUserOfStore = new HashMap<>();
        for (NodeSpec node : nodes) {
            node.parents().forEach(parent -> unite(parent, node.name()));
            if (node instanceof ProcessorSpec processor) {
                for (String store : processor.stores()) {
                    unite(firstUserOfStore.computeIfAbsent(store, name -> node.name()), node.name());
                }
            }
        }
        // Every group has a source, and a source comes before the nodes it feeds, so sources alone open the groups.
        Map<String, List<NodeSpec>> groups = new LinkedHashMap<>();
        for (NodeSpec node : nodes) {
            groups.computeIfAbsent(leaderOf(node.name()), leader -> new ArrayList<>())
                    .add(node);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    private void unite(String first, String second) {
        leaders.put(leaderOf(second), leaderOf(first));
    }

    private String leaderOf(String node) {
        String current = node;
        while (true) {
            String next = leaders.get(current);
            if (next == null) {
                throw new IllegalStateException(
                        "Node '" + current + "' is named as a parent but is not in the topology.");
            }
            if (next.equals(current)) {
                return current;
            }
            current = next;
        }
    }
}
