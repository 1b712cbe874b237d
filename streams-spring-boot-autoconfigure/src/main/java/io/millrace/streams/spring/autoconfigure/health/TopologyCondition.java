package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Duration;

/**
 * All that health depends on, from memory.
 *
 * @param status where the topology is
 * @param work what of it is at work on this instance
 * @param restoring how much it has to restore still
 * @param brokerSilence for how long its brokers have been silent
 * @param setAsideState how many directories of its state were set aside
 * @param needsThreads whether it has more than global stores, for which no stream thread is needed
 */
record TopologyCondition(
        TopologyStatus status,
        LocalWork work,
        LocalWork.Restoring restoring,
        Duration brokerSilence,
        long setAsideState,
        boolean needsThreads) {

    static TopologyCondition of(ManagedTopology topology) {
        return new TopologyCondition(
                topology.status(),
                LocalWork.of(topology),
                LocalWork.Restoring.of(topology),
                LocalWork.brokerSilence(topology),
                LocalWork.setAsideState(topology),
                !topology.topology().describe().subtopologies().isEmpty());
    }
}
