package io.millrace.streams;

import io.millrace.streams.engine.topology.TopologyBlueprint;

/** What a topology describes, for tests of the engine that run it without a client. */
public final class Definitions {

    private Definitions() {}

    public static TopologyBlueprint of(Topology topology, StreamsConfig config) {
        return topology.definition(config);
    }
}
