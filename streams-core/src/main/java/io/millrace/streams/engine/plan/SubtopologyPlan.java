package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.topology.NodeSpec;
import java.util.List;
import java.util.Set;

/**
 * A connected part of the topology; a task is one of these at one partition. Topics carry their full names.
 *
 * @param id the first number of its task ids
 * @param nodes its nodes, parents before children, with internal topics under their full names
 * @param sourceTopics what it reads
 * @param stores its stores in the order of the nodes that write them, so that one drain pass suffices
 * @param repartitionSinks repartition topics it writes
 */
public record SubtopologyPlan(
        int id, List<NodeSpec> nodes, Set<String> sourceTopics, List<StorePlan> stores, Set<String> repartitionSinks) {

    public SubtopologyPlan {
        nodes = List.copyOf(nodes);
        sourceTopics = Set.copyOf(sourceTopics);
        stores = List.copyOf(stores);
        repartitionSinks = Set.copyOf(repartitionSinks);
    }
}
