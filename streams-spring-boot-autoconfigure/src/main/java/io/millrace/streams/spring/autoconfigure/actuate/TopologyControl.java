package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What can be done to a topology on this instance. What does not fit where the topology is now is refused with the reason. */
enum TopologyControl {

    /** Starts it. */
    START("start") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (status.phase() == Phase.WAITING || status.phase() == Phase.STARTED) {
                throw conflict("already-started", "The topology is started already.");
            }
            topology.start();
        }
    },

    /** Stops it, and waits for the end. */
    STOP("stop") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (status.phase() == Phase.STOPPED) {
                throw conflict("not-started", "The topology is stopped already.");
            }
            topology.stop();
        }
    },

    /** Stops it if it is started, and starts it. */
    RESTART("restart") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (status.phase() != Phase.STOPPED) {
                topology.stop();
            }
            topology.start();
        }
    },

    /** Pauses its processing. */
    PAUSE("pause") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (status.paused()) {
                throw conflict("already-paused", "The topology is paused already.");
            }
            running(topology, status).pause();
        }
    },

    /** Goes on after a pause. */
    RESUME("resume") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (!status.paused()) {
                throw conflict("not-paused", "The topology is not paused.");
            }
            topology.client().resume();
        }
    },

    /** Adds a thread. */
    ADD_THREAD("add-thread") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            if (running(topology, status).addStreamThread().isEmpty()) {
                throw notRunning();
            }
        }
    },

    /** Takes a thread away, and waits for its end. */
    REMOVE_THREAD("remove-thread") {
        @Override
        void apply(ManagedTopology topology, TopologyStatus status) {
            KafkaStreams client = running(topology, status);
            if (LocalWork.threads(topology).size() <= 1) {
                throw conflict("last-thread", "The topology has one thread; stop or pause it instead.");
            }
            try {
                if (client.removeStreamThread(PATIENCE).isEmpty()) {
                    throw notRunning();
                }
            } catch (TimeoutException e) {
                throw conflict("still-ending", "The thread has not ended yet; it goes on ending.");
            }
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String action;

    TopologyControl(String action) {
        this.action = action;
    }

    abstract void apply(ManagedTopology topology, TopologyStatus status);

    /** Does something to a topology; null, as any word that is no action, is refused. */
    static void perform(@Nullable String action, ManagedTopology topology) {
        for (TopologyControl control : values()) {
            if (control.action.equals(action)) {
                TopologyStatus status = topology.status();
                if (status.phase() == Phase.DRAINING) {
                    throw conflict("draining", "The application is shutting down.");
                }
                control.apply(topology, status);
                return;
            }
        }
        throw ProblemException.refused(
                "unknown-action", "The actions are start, stop, restart, pause, resume, add-thread and remove-thread.");
    }

    private static KafkaStreams running(ManagedTopology topology, TopologyStatus status) {
        if (!status.state().isRunningOrRebalancing()) {
            throw notRunning();
        }
        return topology.client();
    }

    private static ProblemException notRunning() {
        return conflict("not-running", "The topology is not running.");
    }

    private static ProblemException conflict(String reason, String message) {
        return ProblemException.refused(reason, message);
    }
}
