package io.millrace.streams.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * What can be set for all topologies, and again for one of them. Null means: what is set for all, or else the default of the
 * engine.
 */
public class TopologyProperties {

    /** Application id. Of all topologies: what their own application ids start with. By default the name of the application. */
    private @Nullable String applicationId;

    /** Directory that local state is kept in. */
    private @Nullable Path stateDir;

    /** Number of threads that process records. */
    private @Nullable Integer numThreads;

    /** Replication factor of internal topics; -1 leaves it to the broker. */
    private @Nullable Integer replicationFactor;

    /** How often to commit: to write state and outputs, and to store the position in the inputs. */
    private @Nullable Duration commitInterval;

    /** How much memory to use for merging successive updates of a key into one. */
    private @Nullable DataSize cacheMaxSize;

    /** What queries of stores see: every write, or what the last commit wrote. By default the latter under exactly-once only. */
    private @Nullable IsolationLevel queryIsolation;

    /** Whether to start with the application. */
    private @Nullable Boolean autoStartup;

    /** Serde of keys for which the topology names none: a class, or bean:<name>. */
    private @Nullable String defaultKeySerde;

    /** Serde of values for which the topology names none: a class, or bean:<name>. */
    private @Nullable String defaultValueSerde;

    /** Name of the KafkaConnectionDetails bean to connect with, if there are several. */
    private @Nullable String connection;

    /** Waiting for source topics. */
    @NestedConfigurationProperty
    private final TopicProperties topics = new TopicProperties();

    /** What to do about failures. */
    @NestedConfigurationProperty
    private final ErrorProperties errors = new ErrorProperties();

    /** Further settings of the engine and of the Kafka clients, by their Kafka names. */
    private Map<String, String> properties = new LinkedHashMap<>();

    public @Nullable String getApplicationId() {
        return applicationId;
    }

    public void setApplicationId(@Nullable String applicationId) {
        this.applicationId = applicationId;
    }

    public @Nullable Path getStateDir() {
        return stateDir;
    }

    public void setStateDir(@Nullable Path stateDir) {
        this.stateDir = stateDir;
    }

    public @Nullable Integer getNumThreads() {
        return numThreads;
    }

    public void setNumThreads(@Nullable Integer numThreads) {
        this.numThreads = numThreads;
    }

    public @Nullable Integer getReplicationFactor() {
        return replicationFactor;
    }

    public void setReplicationFactor(@Nullable Integer replicationFactor) {
        this.replicationFactor = replicationFactor;
    }

    public @Nullable Duration getCommitInterval() {
        return commitInterval;
    }

    public void setCommitInterval(@Nullable Duration commitInterval) {
        this.commitInterval = commitInterval;
    }

    public @Nullable DataSize getCacheMaxSize() {
        return cacheMaxSize;
    }

    public void setCacheMaxSize(@Nullable DataSize cacheMaxSize) {
        this.cacheMaxSize = cacheMaxSize;
    }

    public @Nullable IsolationLevel getQueryIsolation() {
        return queryIsolation;
    }

    public void setQueryIsolation(@Nullable IsolationLevel queryIsolation) {
        this.queryIsolation = queryIsolation;
    }

    public @Nullable Boolean getAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(@Nullable Boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public @Nullable String getDefaultKeySerde() {
        return defaultKeySerde;
    }

    public void setDefaultKeySerde(@Nullable String defaultKeySerde) {
        this.defaultKeySerde = defaultKeySerde;
    }

    public @Nullable String getDefaultValueSerde() {
        return defaultValueSerde;
    }

    public void setDefaultValueSerde(@Nullable String defaultValueSerde) {
        this.defaultValueSerde = defaultValueSerde;
    }

    public @Nullable String getConnection() {
        return connection;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public TopicProperties getTopics() {
        return topics;
    }

    public ErrorProperties getErrors() {
        return errors;
    }

    public Map<String, String> getProperties() {
        return properties;
    }

    public void setProperties(Map<String, String> properties) {
        this.properties = properties;
    }
}
