package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.Topology;
import io.millrace.streams.TopologyDescription;
import io.millrace.streams.TopologyDescription.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A topology as something to draw: nodes in their sub-topologies, and the topics and stores that they read and write.
 *
 * @param groups the sub-topologies
 * @param topics the topics
 * @param edges what flows where
 */
record TopologyGraph(List<Group> groups, List<Item> topics, List<Edge> edges) {

    /** What an item is. */
    enum Kind {
        TOPIC,
        NODE,
        STORE
    }

    /**
     * Something with a name.
     *
     * @param id an identifier of letters and digits, unique in the drawing
     * @param name the name
     * @param kind what it is
     */
    record Item(String id, String name, Kind kind) {}

    /**
     * A sub-topology.
     *
     * @param id an identifier of letters and digits, unique in the drawing
     * @param title what it is called
     * @param items its nodes and stores
     */
    record Group(String id, String title, List<Item> items) {}

    /**
     * A connection.
     *
     * @param from identifier of one end
     * @param to identifier of the other
     * @param directed whether records flow along it; otherwise it joins a node and its store
     */
    record Edge(String from, String to, boolean directed) {}

    /** What is drawn of a topology. */
    static TopologyGraph of(Topology topology) {
        Builder builder = new Builder();
        TopologyDescription description = topology.describe();
        for (TopologyDescription.Subtopology subtopology : description.subtopologies()) {
            builder.group("Sub-topology " + subtopology.id(), subtopology.nodes());
        }
        for (TopologyDescription.GlobalStore global : description.globalStores()) {
            builder.group("Global store", List.of(global.source(), global.processor()));
        }
        return new TopologyGraph(builder.groups, List.copyOf(builder.topics.values()), builder.edges);
    }

    private static final class Builder {

        private final List<Group> groups = new ArrayList<>();
        private final Map<String, Item> topics = new LinkedHashMap<>();
        private final List<Edge> edges = new ArrayList<>();
        private int nodes;
        private int stores;

        private void group(String title, Iterable<? extends Node> members) {
            Map<String, Item> byName = new LinkedHashMap<>();
            Map<String, Item> storesByName = new LinkedHashMap<>();
            members.forEach(node -> byName.put(node.name(), new Item("n" + nodes++, node.name(), Kind.NODE)));
            for (Node node : members) {
                Item item = byName.get(node.name());
                if (item == null) {
                    continue;
                }
                connect(node, item, storesByName);
                for (String successor : names(node)) {
                    Item next = byName.get(successor);
                    if (next != null) {
                        edges.add(new Edge(item.id(), next.id(), true));
                    }
                }
            }
            List<Item> items = new ArrayList<>(byName.values());
            items.addAll(storesByName.values());
            groups.add(new Group("s" + groups.size(), title, items));
        }

        private static Set<String> names(Node node) {
            Set<String> names = new TreeSet<>();
            node.successors().forEach(successor -> names.add(successor.name()));
            return names;
        }

        private void connect(Node node, Item item, Map<String, Item> storesByName) {
            if (node instanceof TopologyDescription.Source source) {
                if (source.topicSet() != null) {
                    new TreeSet<>(source.topicSet())
                            .forEach(topic -> edges.add(new Edge(topic(topic), item.id(), true)));
                }
                if (source.topicPattern() != null) {
                    edges.add(new Edge(topic("/" + source.topicPattern() + "/"), item.id(), true));
                }
            } else if (node instanceof TopologyDescription.Sink sink) {
                edges.add(new Edge(
                        item.id(),
                        topic(sink.topic() == null ? "a topic that each record names" : sink.topic()),
                        true));
            } else if (node instanceof TopologyDescription.Processor processor) {
                for (String name : new TreeSet<>(processor.stores())) {
                    Item store = storesByName.computeIfAbsent(name, key -> new Item("k" + stores++, key, Kind.STORE));
                    edges.add(new Edge(item.id(), store.id(), false));
                }
            }
        }

        private String topic(String name) {
            return topics.computeIfAbsent(name, key -> new Item("t" + topics.size(), key, Kind.TOPIC))
                    .id();
        }
    }
}
