package io.millrace.streams.spring;

import io.millrace.streams.KafkaStreams;

/**
 * Sets up each client before it is started. All beans of this type are called, in their
 * order; again for each new client when a topology is stopped and started.
 *
 * <p>The state listener and the uncaught exception handler are taken already: listen to {@link StreamsStateChangedEvent}, and set
 * {@code streams.errors.uncaught}. Listeners of restores and of standby stores are better declared as beans of type
 * {@link io.millrace.streams.processor.StateRestoreListener} and {@link io.millrace.streams.processor.StandbyUpdateListener}: one
 * that is set here takes the place of those beans, and of {@link StateRestoreEvent}.
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
