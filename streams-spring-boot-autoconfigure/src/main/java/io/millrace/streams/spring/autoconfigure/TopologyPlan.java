package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All that is needed to run a topology.
 *
 * @param name its name
 * @param topology what it does
 * @param config the configuration of engine and clients
 * @param run how it is started and ended
 */
record TopologyPlan(String name, Topology topology, Map<String, Object> config, RunSettings run) {

    TopologyPlan {
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    String applicationId() {
        return Objects.requireNonNull(config.get(StreamsConfig.APPLICATION_ID_CONFIG))
                .toString();
    }

    Object servers() {
        return config.getOrDefault(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "no address");
    }
}
