package io.millrace.streams.spring;

import io.millrace.streams.KafkaStreams.State;

/**
 * Published when the client of a topology changes its state, on the thread that changed it: listeners should return quickly.
 *
 * @param topology name of the topology
 * @param newState the state now
 * @param oldState the state before
 */
public record StreamsStateChangedEvent(String topology, State newState, State oldState) {}
