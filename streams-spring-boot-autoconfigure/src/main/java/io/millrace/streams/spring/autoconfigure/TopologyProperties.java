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

    /** Directory that local state is kept in. By default in the directory for temporary files, which does not survive everything; set it. */
    private @Nullable Path stateDir;

    /** Number of threads that process records. */
    private @Nullable Integer numThreads;

    /** Number of copies of each store that other instances keep up to date, to take over without a restore. */
    private @Nullable Integer numStandbyReplicas;

    /** Replication factor of internal topics; -1 leaves it to the broker. */
    private @Nullable Integer replicationFactor;

    /** What a crash may do to the results: repeat some of them, or nothing. */
    private @Nullable ProcessingGuarantee processingGuarantee;

    /** How often to commit: to write state and outputs, and to store the position in the inputs. */
    private @Nullable Duration commitInterval;

    /** How much memory to use for merging successive updates of a key into one. */
    private @Nullable DataSize cacheMaxSize;

    /** What queries of stores see: every write, or what the last commit wrote. By default the latter under exactly-once only. */
    private @Nullable IsolationLevel queryIsolation;

    /** Whether to start with the application. */
    private @Nullable Boolean autoStartup;

    /** How long to wait for the topology to end. Keep it below spring.lifecycle.timeout-per-shutdown-phase. */
    private @Nullable Duration closeTimeout;

    /** Whether to leave the consumer group at the end, so that others take over at once; otherwise its tasks rest until it is back with the same group.instance.id, or its session times out. */
    private @Nullable Boolean leaveGroupOnClose;

    /** Serde of keys for which the topology names none: a class, or bean:<name>. */
    private @Nullable String defaultKeySerde;

    /** Serde of values for which the topology names none: a class, or bean:<name>. */
    private @Nullable String defaultValueSerde;

    /** What tells the time of records for which the topology names nothing: a class, or bean:<name> of a TimestampExtractor. */
    private @Nullable String defaultTimestampExtractor;

    /** What tunes RocksDB for each store: a class, or bean:<name> of a RocksDBConfigSetter. */
    private @Nullable String rocksdbConfigSetter;

    /** Name of the KafkaConnectionDetails bean to connect with, if not with the application's own; for a second cluster. */
    private @Nullable String connection;

    /** Waiting for source topics. */
    @NestedConfigurationProperty
    private final TopicProperties topics = new TopicProperties();

    /** What to do about failures. */
    @NestedConfigurationProperty
    private final ErrorProperties errors = new ErrorProperties();

    /** Deletion of local state. */
    @NestedConfigurationProperty
    private final CleanupProperties cleanup = new CleanupProperties();

    /** What counts as healthy and as ready. */
    @NestedConfigurationProperty
    private final HealthProperties health = new HealthProperties();

    /** Metrics of the engine and of the Kafka clients. */
    @NestedConfigurationProperty
    private final MetricsProperties metrics = new MetricsProperties();

    /** Traces and timers of single records. */
    @NestedConfigurationProperty
    private final ObservationProperties observation = new ObservationProperties();

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

    public @Nullable Integer getNumStandbyReplicas() {
        return numStandbyReplicas;
    }

    public void setNumStandbyReplicas(@Nullable Integer numStandbyReplicas) {
        this.numStandbyReplicas = numStandbyReplicas;
    }

    public @Nullable Integer getReplicationFactor() {
        return replicationFactor;
    }

    public void setReplicationFactor(@Nullable Integer replicationFactor) {
        this.replicationFactor = replicationFactor;
    }

    public @Nullable ProcessingGuarantee getProcessingGuarantee() {
        return processingGuarantee;
    }

    public void setProcessingGuarantee(@Nullable ProcessingGuarantee processingGuarantee) {
        this.processingGuarantee = processingGuarantee;
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

    public @Nullable Duration getCloseTimeout() {
        return closeTimeout;
    }

    public void setCloseTimeout(@Nullable Duration closeTimeout) {
        this.closeTimeout = closeTimeout;
    }

    public @Nullable Boolean getLeaveGroupOnClose() {
        return leaveGroupOnClose;
    }

    public void setLeaveGroupOnClose(@Nullable Boolean leaveGroupOnClose) {
        this.leaveGroupOnClose = leaveGroupOnClose;
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

    public @Nullable String getDefaultTimestampExtractor() {
        return defaultTimestampExtractor;
    }

    public void setDefaultTimestampExtractor(@Nullable String defaultTimestampExtractor) {
        this.defaultTimestampExtractor = defaultTimestampExtractor;
    }

    public @Nullable String getRocksdbConfigSetter() {
        return rocksdbConfigSetter;
    }

    public void setRocksdbConfigSetter(@Nullable String rocksdbConfigSetter) {
        this.rocksdbConfigSetter = rocksdbConfigSetter;
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

    public CleanupProperties getCleanup() {
        return cleanup;
    }

    public HealthProperties getHealth() {
        return health;
    }

    public MetricsProperties getMetrics() {
        return metrics;
    }

    public ObservationProperties getObservation() {
        return observation;
    }

    public Map<String, String> getProperties() {
        return properties;
    }

    public void setProperties(Map<String, String> properties) {
        this.properties = properties;
    }

    /** What a crash may do to the results. */
    public enum ProcessingGuarantee {
        /** No record is lost; after a crash, some may be processed again. */
        AT_LEAST_ONCE,
        /** The results are as if each record were processed once, also after a crash. */
        EXACTLY_ONCE_V2
    }
}
