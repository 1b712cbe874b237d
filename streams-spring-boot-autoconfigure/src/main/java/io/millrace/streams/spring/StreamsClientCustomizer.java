package io.millrace.streams.spring;

import io.millrace.streams.KafkaStreams;

/**
 * Sets up each client before it is started, for example with a restore listener. All beans of this type are called, in their
 * order; again for each new client when a topology is stopped and started.
 *
 * <p>The state listener and the uncaught exception handler are taken already: listen to {@link StreamsStateChangedEvent}, and set
 * {@code streams.errors.uncaught}.
 */
@FunctionalInterface
public interface StreamsClientCustomizer {

    /**
     * Sets up a client.
     *
     * @param topology name of the topology
     * @param client its client, not started yet
     */
    void customize(String topology, KafkaStreams client);
}
