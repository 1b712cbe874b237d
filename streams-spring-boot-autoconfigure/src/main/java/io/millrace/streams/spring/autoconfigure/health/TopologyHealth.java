package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether a topology is healthy. Shows no addresses, no offsets and no exceptions.
 *
 * @param topology the topology
 */
record TopologyHealth(ManagedTopology topology) implements HealthIndicator {

    /** A silence of the brokers in which three heartbeats were not answered. */
    static final Duration CUT_OFF = Duration.ofSeconds(10);

    @Override
    public Health health() {
        TopologyStatus status = topology.status();
        Health.Builder health = new Health.Builder();
        switch (status.phase()) {
            case STOPPED -> health.unknown();
            case WAITING, DRAINING -> health.outOfService();
            case FAILED -> health.down();
            case STARTED -> started(status, health);
        }
        health.withDetail("state", status.state());
        health.withDetail("phase", phase(status));
        if (status.waitingFor() != null) {
            health.withDetail("waitingFor", status.waitingFor());
        }
        if (status.paused()) {
            health.withDetail("paused", true);
        }
        return health.build();
    }

    private void started(TopologyStatus status, Health.Builder health) {
        if (status.state() == State.CREATED) {
            health.outOfService();
            return;
        }
        if (!status.state().isRunningOrRebalancing()) {
            health.down();
            return;
        }
        LocalWork work = LocalWork.of(topology);
        // Between its first state and its first thread, a client has none.
        boolean dead = work.aliveThreads() == 0 && status.state() == State.RUNNING;
        Duration silence = LocalWork.brokerSilence(topology);
        boolean cutOff = silence.compareTo(CUT_OFF) >= 0;
        health.status(dead || cutOff ? Status.DOWN : Status.UP);
        if (cutOff) {
            // Nothing that a restart would mend: this must stay out of the liveness group.
            health.withDetail("brokers", "silent for " + silence.toSeconds() + " s");
        }
        health.withDetail("threads", work.aliveThreads() + "/" + work.configuredThreads());
        long setAside = LocalWork.setAsideState(topology);
        if (setAside > 0) {
            // Healthy again, but somebody should look into the cause; the log says where it is.
            health.withDetail("stateSetAside", setAside);
        }
    }

    private static String phase(TopologyStatus status) {
        return status.phase() == TopologyStatus.Phase.STARTED
                        && status.state() == State.REBALANCING
                        && !status.wasRunning()
                ? "restoring"
                : status.phase().name().toLowerCase(Locale.ROOT);
    }
}
