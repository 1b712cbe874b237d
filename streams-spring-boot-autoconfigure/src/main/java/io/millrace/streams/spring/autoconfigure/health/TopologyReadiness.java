package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a topology has its state and can be asked. Once it was, a later rebalance does not take it back: that would take
 * instances out of service one after the other.
 *
 * @param topology the topology
 */
record TopologyReadiness(ManagedTopology topology) implements HealthIndicator {

    @Override
    public Health health() {
        TopologyStatus status = topology.status();
        boolean ready = switch (status.phase()) {
            // Nobody asked for it to run, so nobody waits for it.
            case STOPPED -> true;
            case WAITING, FAILED, DRAINING -> false;
            case STARTED -> status.wasRunning();
        };
        Health.Builder health = new Health.Builder();
        return (ready ? health.up() : health.outOfService())
                .withDetail("state", status.state())
                .build();
    }
}
