package io.millrace.streams.engine.topology;

import static java.util.Objects.requireNonNull;

import io.millrace.streams.TopologyDescription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code Topology.describe()} tells, with the text Kafka Streams gives.
 *
 * @param subtopologies in the order of their ids
 * @param globalStores in the order of their ids, which are counted together with those of the sub-topologies
 */
public record DescribedTopology(
        Set<TopologyDescription.Subtopology> subtopologies, Set<TopologyDescription.GlobalStore> globalStores)
        implements TopologyDescription {

    /** Describes a topology. */
    public static TopologyDescription of(TopologyBlueprint definition) {
        Set<TopologyDescription.Subtopology> subtopologies = new LinkedHashSet<>();
        Set<TopologyDescription.GlobalStore> globals = new LinkedHashSet<>();
        int id = 0;
        for (List<NodeSpec> group : NodeGroups.of(definition)) {
            Set<TopologyDescription.Node> nodes = describe(group);
            if (definition.isGlobal(group)) {
                globals.add(GlobalPart.of(id, nodes));
            } else {
                subtopologies.add(new Part(id, nodes));
            }
            id++;
        }
        return new DescribedTopology(Collections.unmodifiableSet(subtopologies), Collections.unmodifiableSet(globals));
    }

    private static Set<TopologyDescription.Node> describe(List<NodeSpec> group) {
        Map<String, NodeSpec> specs = new HashMap<>();
        Map<String, DescribedNode> described = new HashMap<>();
        // A hash set on purpose: the order in which edges are added decides the order in the text, and in Kafka Streams
        // it
        // is that of a hash set of the names.
        Set<String> names = new HashSet<>();
        for (NodeSpec spec : group) {
            specs.put(spec.name(), spec);
            described.put(spec.name(), DescribedNode.of(spec));
            names.add(spec.name());
        }
        for (String name : names) {
            DescribedNode node = requireNonNull(described.get(name));
            for (String parent : requireNonNull(specs.get(name)).parents()) {
                requireNonNull(described.get(parent)).feed(node);
            }
        }
        List<DescribedNode> sorted = new ArrayList<>(described.values());
        sorted.sort(DescribedNode.ORDER);
        return Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
    }

    @Override
    public String toString() {
        Map<Integer, Object> parts = new TreeMap<>();
        subtopologies.forEach(part -> parts.put(part.id(), part));
        globalStores.forEach(part -> parts.put(part.id(), part));
        return "Topologies:\n "
                + parts.values().stream().map(part -> "  " + part + "\n").collect(Collectors.joining());
    }

    private record GlobalPart(int id, TopologyDescription.Source source, TopologyDescription.Processor processor)
            implements TopologyDescription.GlobalStore {

        /** Of the two nodes, the source comes first, because it reaches more. */
        static GlobalPart of(int id, Set<TopologyDescription.Node> nodes) {
            Iterator<TopologyDescription.Node> both = nodes.iterator();
            return new GlobalPart(
                    id, (TopologyDescription.Source) both.next(), (TopologyDescription.Processor) both.next());
        }

        @Override
        public String toString() {
            return "Sub-topology: " + id + " for global store (will not generate tasks)\n    " + source + "\n    "
                    + processor;
        }
    }

    private record Part(int id, Set<TopologyDescription.Node> nodes) implements TopologyDescription.Subtopology {

        @Override
        public String toString() {
            return "Sub-topology: " + id + "\n"
                    + nodes.stream().map(node -> "    " + node + "\n").collect(Collectors.joining());
        }
    }
}
