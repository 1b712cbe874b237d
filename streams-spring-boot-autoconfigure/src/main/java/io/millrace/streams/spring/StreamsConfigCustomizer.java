package io.millrace.streams.spring;

import java.util.Map;

/** Has the last word on the configuration of each topology. All beans of this type are called, in their order. */
@FunctionalInterface
public interface StreamsConfigCustomizer {

    /**
     * Changes the configuration. Values need not be strings: objects reach the Kafka clients as they are.
     *
     * @param topology name of the topology
     * @param config keys of {@link io.millrace.streams.StreamsConfig} and of the Kafka clients; to be changed in place
     */
    void customize(String topology, Map<String, Object> config);
}
