package io.millrace.streams.spring;

import io.millrace.streams.StreamsBuilder;

/**
 * Adds to topologies that are defined by a {@link TopologyDefinition}, after the definition. All beans of this type are called,
 * in their order.
 */
@FunctionalInterface
public interface StreamsBuilderCustomizer {

    /**
     * Adds to the builder.
     *
     * @param topology name of the topology
     * @param builder the builder, before it builds
     */
    void customize(String topology, StreamsBuilder builder);
}
