package io.millrace.streams.spring;

import io.millrace.streams.StreamsBuilder;

/** Defines a topology; see {@link StreamTopology} for how to declare one. */
@FunctionalInterface
public interface TopologyDefinition {

    /**
     * Adds streams, tables and stores to a builder that is this topology's alone. Called once, when the application context is
     * refreshed, before anything is started.
     *
     * @param builder the builder
     */
    void define(StreamsBuilder builder);
}
