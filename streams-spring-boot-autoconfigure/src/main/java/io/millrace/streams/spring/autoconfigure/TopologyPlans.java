package io.millrace.streams.spring.autoconfigure;

import java.util.List;

/**
 * What is to be run.
 *
 * @param all the plans, in the order of declaration
 */
record TopologyPlans(List<TopologyPlan> all) {

    TopologyPlans {
        all = List.copyOf(all);
    }
}
