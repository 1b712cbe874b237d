package io.millrace.streams.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** The topologies of the application. Safe for use by any thread. */
public interface StreamsRegistry {

    /** All topologies, in the order of their declaration. */
    Collection<ManagedTopology> topologies();

    /**
     * Finds a topology.
     *
     * @param name its name
     * @return the topology, or empty if there is none of that name
     */
    Optional<ManagedTopology> find(String name);

    /**
     * Returns a topology that must be there.
     *
     * @param name its name
     * @return the topology
     * @throws IllegalArgumentException if there is none of that name
     */
    default ManagedTopology get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no topology '" + name + "'; there are "
                        + topologies().stream().map(ManagedTopology::name).toList()));
    }

    /**
     * Waits until all topologies run that are started.
     *
     * @param timeout how long to wait
     * @return whether they run
     * @throws InterruptedException if the waiting thread is interrupted
     */
    default boolean awaitRunning(Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        for (ManagedTopology topology : topologies()) {
            if (topology.status().phase() != TopologyStatus.Phase.STOPPED
                    && !topology.awaitRunning(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }
}
