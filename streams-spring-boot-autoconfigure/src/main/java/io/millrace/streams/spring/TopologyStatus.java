package io.millrace.streams.spring;

import io.millrace.streams.KafkaStreams.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology is.
 *
 * @param phase what the application wants of it, and whether it got it
 * @param state the state of its client
 * @param since when phase or state changed last
 * @param paused whether its processing is paused
 * @param wasRunning whether its present client has been running once, so that its state was restored
 * @param waitingFor what it waits for while it is waiting, else null
 * @param failure what ended it or its last thread that failed, null if nothing did
 * @param nextRestart when it is started again by itself after a failure, null if it is not
 * @param restarts how often that happened since the application started
 */
public record TopologyStatus(
        Phase phase,
        State state,
        Instant since,
        boolean paused,
        boolean wasRunning,
        @Nullable String waitingFor,
        @Nullable Throwable failure,
        @Nullable Instant nextRestart,
        int restarts) {

    /** What the application wants of a topology, and whether it got it. */
    public enum Phase {
        /** Not started, or stopped by somebody. */
        STOPPED,
        /** Told to start; waits for its broker or for its source topics. */
        WAITING,
        /** Started; its client's state tells the rest. */
        STARTED,
        /** Could not be started, or ended by a failure; it may be waiting for its next restart. */
        FAILED,
        /** Still at work, while the application shuts down. */
        DRAINING
    }
}
