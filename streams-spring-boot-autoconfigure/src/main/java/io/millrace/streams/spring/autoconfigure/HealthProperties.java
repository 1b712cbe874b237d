package io.millrace.streams.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** What counts as healthy and as ready. */
public class HealthProperties {

    /** When a topology is ready. Setting it puts streamsReadiness into the health group readiness. */
    private @Nullable Readiness readiness;

    /** How many records stores may still have to restore for the topology to be ready, if readiness is strict. */
    private @Nullable Long maxRestoreLag;

    /** Whether a topology that is stopped or was never started is down, instead of unknown. */
    private @Nullable Boolean includeStopped;

    /** Whether the application's liveness is broken when a topology has failed and is not restarted any more. */
    private @Nullable Boolean livenessOnFailure;

    public @Nullable Readiness getReadiness() {
        return readiness;
    }

    public void setReadiness(@Nullable Readiness readiness) {
        this.readiness = readiness;
    }

    public @Nullable Long getMaxRestoreLag() {
        return maxRestoreLag;
    }

    public void setMaxRestoreLag(@Nullable Long maxRestoreLag) {
        this.maxRestoreLag = maxRestoreLag;
    }

    public @Nullable Boolean getIncludeStopped() {
        return includeStopped;
    }

    public void setIncludeStopped(@Nullable Boolean includeStopped) {
        this.includeStopped = includeStopped;
    }

    public @Nullable Boolean getLivenessOnFailure() {
        return livenessOnFailure;
    }

    public void setLivenessOnFailure(@Nullable Boolean livenessOnFailure) {
        this.livenessOnFailure = livenessOnFailure;
    }

    /** When a topology is ready. */
    public enum Readiness {
        /** Always: readiness does not depend on it. */
        NONE,
        /** Once it has restored its state and has run; a later rebalance does not take that back. */
        INITIAL_RESTORE,
        /** Whenever it runs and its stores are restored. */
        STRICT
    }
}
