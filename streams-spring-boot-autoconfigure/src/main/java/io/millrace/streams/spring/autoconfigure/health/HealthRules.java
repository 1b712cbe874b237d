package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.HealthProperties.Readiness;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether a topology is healthy, and whether it is ready. Shows no addresses, no offsets and no exceptions.
 *
 * @param settings what counts as healthy and as ready
 */
record HealthRules(HealthSettings settings) {

    /** A silence of the brokers in which three heartbeats were not answered. */
    static final Duration CUT_OFF = Duration.ofSeconds(10);

    /** Whether it is healthy. */
    Health health(TopologyCondition now) {
        TopologyStatus status = now.status();
        Health.Builder health = new Health.Builder().status(healthStatus(now));
        health.withDetail("state", status.state()).withDetail("phase", phase(status));
        if (status.waitingFor() != null) {
            health.withDetail("waitingFor", status.waitingFor());
        }
        if (status.paused()) {
            health.withDetail("paused", true);
        }
        if (status.restarts() > 0) {
            health.withDetail("restarts", status.restarts());
        }
        if (status.nextRestart() != null) {
            health.withDetail("nextRestart", status.nextRestart());
        }
        if (atWork(status)) {
            showWork(now, health);
        }
        return health.build();
    }

    private Status healthStatus(TopologyCondition now) {
        return switch (now.status().phase()) {
            case STOPPED -> settings.includeStopped() ? Status.DOWN : Status.UNKNOWN;
            case WAITING, DRAINING -> Status.OUT_OF_SERVICE;
            case FAILED -> Status.DOWN;
            case STARTED -> {
                if (now.status().state() == State.CREATED) {
                    yield Status.OUT_OF_SERVICE;
                }
                boolean up = atWork(now.status()) && !dead(now) && !cutOff(now);
                yield up ? Status.UP : Status.DOWN;
            }
        };
    }

    private static boolean atWork(TopologyStatus status) {
        return status.phase() == Phase.STARTED && status.state().isRunningOrRebalancing();
    }

    /** Between its first state and its first thread a client has none, and one of global stores alone never has any. */
    private static boolean dead(TopologyCondition now) {
        return now.needsThreads()
                && now.work().aliveThreads() == 0
                && now.status().state() == State.RUNNING;
    }

    private static boolean cutOff(TopologyCondition now) {
        return now.brokerSilence().compareTo(CUT_OFF) >= 0;
    }

    private static void showWork(TopologyCondition now, Health.Builder health) {
        if (cutOff(now)) {
            // Nothing that a restart would mend: this must stay out of the liveness group.
            health.withDetail("brokers", "silent for " + now.brokerSilence().toSeconds() + " s");
        }
        LocalWork work = now.work();
        health.withDetail("threads", work.aliveThreads() + "/" + work.configuredThreads());
        LocalWork.Restoring restoring = now.restoring();
        if (restoring.tasks() > 0) {
            health.withDetail("restoringTasks", restoring.tasks());
            health.withDetail(
                    "remainingRecords",
                    restoring.remainingRecords() + "/" + (restoring.remainingRecords() + restoring.restoredRecords()));
        }
        if (now.setAsideState() > 0) {
            // Healthy again, but somebody should look into the cause; the log says where it is.
            health.withDetail("stateSetAside", now.setAsideState());
        }
    }

    private static String phase(TopologyStatus status) {
        return atWork(status) && status.state() == State.REBALANCING && !status.wasRunning()
                ? "restoring"
                : status.phase().name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is ready. */
    Health readiness(TopologyCondition now) {
        return new Health.Builder()
                .status(readinessStatus(now))
                .withDetail("state", now.status().state())
                .build();
    }

    private Status readinessStatus(TopologyCondition now) {
        if (settings.readiness() == Readiness.NONE) {
            return Status.UP;
        }
        return switch (now.status().phase()) {
            // Nobody asked for it to run, so nobody waits for it.
            case STOPPED -> Status.UP;
            case WAITING, FAILED, DRAINING -> Status.OUT_OF_SERVICE;
            case STARTED -> dead(now) ? Status.DOWN : ready(now) ? Status.UP : Status.OUT_OF_SERVICE;
        };
    }

    private boolean ready(TopologyCondition now) {
        TopologyStatus status = now.status();
        return settings.readiness() == Readiness.STRICT
                ? status.state() == State.RUNNING && now.restoring().remainingRecords() <= settings.maxRestoreLag()
                // Once it was, a rebalance does not take it back: that would take instances out of service in turn.
                : status.wasRunning() && status.state().isRunningOrRebalancing();
    }
}
