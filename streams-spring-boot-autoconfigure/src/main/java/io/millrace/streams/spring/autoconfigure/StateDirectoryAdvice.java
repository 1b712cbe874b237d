package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of state that is kept where it may be deleted. */
final class StateDirectoryAdvice {

    private static final Logger log = LoggerFactory.getLogger(StateDirectoryAdvice.class);

    private StateDirectoryAdvice() {}

    /** Warns once, naming the topologies; says nothing if each has a directory or nothing to keep in one. */
    static void give(List<TopologyPlan> plans) {
        List<String> unset = plans.stream()
                .filter(plan -> plan.config().get(StreamsConfig.STATE_DIR_CONFIG) == null)
                .filter(plan -> !LocalWork.storesOf(plan.topology()).isEmpty())
                .map(TopologyPlan::name)
                .toList();
        if (!unset.isEmpty()) {
            log.warn(
                    "streams.state-dir is not set: the state of {} is kept under {}, in the directory for temporary"
                            + " files. When that is emptied, everything is restored from Kafka at the next start. Set it"
                            + " to a directory that stays.",
                    String.join(", ", unset),
                    StreamsConfig.configDef().defaultValues().get(StreamsConfig.STATE_DIR_CONFIG));
        }
    }
}
