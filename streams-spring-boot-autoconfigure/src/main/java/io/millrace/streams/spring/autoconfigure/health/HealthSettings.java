package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.spring.autoconfigure.HealthProperties.Readiness;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;

/**
 * What counts as healthy and as ready, for one topology: what is set for it, else what is set for all, else the default.
 *
 * @param readiness when it is ready
 * @param maxRestoreLag how many records may still have to be restored
 * @param includeStopped whether it is down while it is stopped
 */
public record HealthSettings(Readiness readiness, long maxRestoreLag, boolean includeStopped) {

    /** Reads the settings of a topology. */
    public static HealthSettings of(StreamsProperties all, String topology) {
        return new HealthSettings(
                all.inherited(topology, level -> level.getHealth().getReadiness(), Readiness.INITIAL_RESTORE),
                all.inherited(topology, level -> level.getHealth().getMaxRestoreLag(), 0L),
                all.inherited(topology, level -> level.getHealth().getIncludeStopped(), false));
    }
}
