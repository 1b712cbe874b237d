package io.millrace.streams.engine.topology;

import java.util.List;

/** A node of the topology as the user described it. */
public sealed interface NodeSpec permits SourceSpec, ProcessorSpec, SinkSpec {

    /** Unique in the topology. */
    String name();

    /** Names of the nodes that feed this one, in the order given; empty for a source. */
    List<String> parents();
}
