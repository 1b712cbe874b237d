package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** The properties under {@code streams}: for all topologies, and under {@code streams.topologies} for each. */
@ConfigurationProperties(StreamsProperties.PREFIX)
public class StreamsProperties extends TopologyProperties {

    /** What all properties start with. */
    public static final String PREFIX = "streams";

    /** How long to wait for topologies to end when the application ends. Keep it below spring.lifecycle.timeout-per-shutdown-phase. */
    private Duration closeTimeout = Duration.ofSeconds(20);

    /** How much memory the state of all topologies may take together, off the heap and on it. By default a quarter of what the container has beside the heap. */
    private @Nullable DataSize stateMemory;

    /** Bounds of queries over HTTP. */
    @NestedConfigurationProperty
    private final QueryProperties query = new QueryProperties();

    /** What is set for single topologies, by their names. */
    private Map<String, TopologyProperties> topologies = new LinkedHashMap<>();

    public Duration getCloseTimeout() {
        return closeTimeout;
    }

    public void setCloseTimeout(Duration closeTimeout) {
        this.closeTimeout = closeTimeout;
    }

    public @Nullable DataSize getStateMemory() {
        return stateMemory;
    }

    public void setStateMemory(@Nullable DataSize stateMemory) {
        this.stateMemory = stateMemory;
    }

    public QueryProperties getQuery() {
        return query;
    }

    public Map<String, TopologyProperties> getTopologies() {
        return topologies;
    }

    public void setTopologies(Map<String, TopologyProperties> topologies) {
        this.topologies = topologies;
    }
}
