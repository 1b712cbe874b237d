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
 * @param brokerSilence for how long its brokers have been silent
 * @param setAsideState how many directories of its state were set aside
 */
record TopologyCondition(TopologyStatus status, LocalWork work, Duration brokerSilence, long setAsideState) {

    static TopologyCondition of(ManagedTopology topology) {
        return new TopologyCondition(
                topology.status(),
                LocalWork.of(topology),
                LocalWork.brokerSilence(topology),
                LocalWork.setAsideState(topology));
    }
}
