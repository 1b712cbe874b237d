package io.millrace.streams.spring;

import io.millrace.streams.Topology;

/** Adds to topologies once they are built, whichever way they were declared. All beans of this type are called, in their order. */
@FunctionalInterface
public interface TopologyCustomizer {

    /**
     * Adds to the topology.
     *
     * @param name name of the topology
     * @param topology the topology
     */
    void customize(String name, Topology topology);
}
