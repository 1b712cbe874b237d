package io.millrace.streams.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code streams}: for all topologies, and under {@code streams.topologies} for each. Others than these are refused
 * at the start: a misspelt one would be passed over, and its default would hold.
 */
@ConfigurationProperties(prefix = StreamsProperties.PREFIX, ignoreUnknownFields = false)
public class StreamsProperties extends TopologyProperties {

    /** What all properties start with. */
    public static final String PREFIX = "streams";

    /** Whether to run declared topologies. */
    private boolean enabled =
            true; // for the conditions, which read it from the environment; a property must be known here

    /** How much memory the state of all topologies may take together, off the heap and on it. By default a quarter of what the container has beside the heap. */
    private @Nullable DataSize stateMemory;

    /** Where other instances reach this one to query its state: auto, none, or host:port. With auto, the address in POD_IP or that of the host, and the port of the actuator. */
    private String applicationServer = ApplicationServer.AUTO;

    /** Bounds of queries over HTTP. */
    @NestedConfigurationProperty
    private final QueryProperties query = new QueryProperties();

    /** What is set for single topologies, by their names. */
    private Map<String, TopologyProperties> topologies = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable DataSize getStateMemory() {
        return stateMemory;
    }

    public void setStateMemory(@Nullable DataSize stateMemory) {
        this.stateMemory = stateMemory;
    }

    public String getApplicationServer() {
        return applicationServer;
    }

    public void setApplicationServer(String applicationServer) {
        this.applicationServer = applicationServer;
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

    /** What is set for one topology; nothing, if nothing is. */
    TopologyProperties of(String topology) {
        TopologyProperties own = topologies.get(topology);
        return own == null ? new TopologyProperties() : own;
    }

    /**
     * What holds for a topology: what is set for it, else what is set for all, else the default.
     *
     * @param topology name of the topology
     * @param property what to look at
     * @param otherwise the default
     * @param <T> type of the property
     */
    public <T> T inherited(String topology, Function<TopologyProperties, @Nullable T> property, T otherwise) {
        T own = property.apply(of(topology));
        if (own != null) {
            return own;
        }
        T all = property.apply(this);
        return all != null ? all : otherwise;
    }
}
