package io.millrace.streams;

import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one sub-topology of all, for the one task of the driver. */
final class WholeTopology {

    private static final int ID = 0;

    private WholeTopology() {}

    /** With the nodes in the order in which they were added, which is that in which they are initialised. */
    static SubtopologyPlan of(TopologyBlueprint definition, ExecutionPlan plan) {
        Map<String, Integer> places = new HashMap<>();
        definition.nodes().forEach(node -> places.put(node.name(), places.size()));
        List<NodeSpec> nodes = new ArrayList<>();
        Set<String> topics = new LinkedHashSet<>();
        List<StorePlan> stores = new ArrayList<>();
        for (SubtopologyPlan subtopology : plan.subtopologies()) {
            nodes.addAll(subtopology.nodes());
            topics.addAll(subtopology.sourceTopics());
            stores.addAll(subtopology.stores());
        }
        nodes.sort(Comparator.comparing(node -> places.get(node.name())));
        return new SubtopologyPlan(ID, nodes, topics, stores, Set.of());
    }
}
