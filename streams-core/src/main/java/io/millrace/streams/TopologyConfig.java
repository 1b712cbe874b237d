package io.millrace.streams;

import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.processor.api.ProcessorWrapper;
import io.millrace.streams.state.DslStoreSuppliers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * The part of the configuration that a topology needs while it is built, such as its default stores and the wrapper of its
 * processors. Settings may differ from those of the application.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
 * }</pre>
 */
public final class TopologyConfig extends AbstractConfig {

    private static final ConfigDef DEFINITION = definition();

    /** The name of the topology, or null if it has none. */
    public final @Nullable String topologyName;

    /** Whether processing is exactly once. */
    public final boolean eosEnabled;

    /** The configuration of the application. */
    public final StreamsConfig applicationConfigs;

    /** The settings of the topology that win over those of the application. */
    public final Properties topologyOverrides;

    /** How many records a partition may have waiting in memory. */
    public final int maxBufferedSize;

    /** How many bytes of changes to state stores are held back in memory. */
    public final long cacheSize;

    /** How long in milliseconds a task waits for records of an empty input partition. */
    public final long maxTaskIdleMs;

    /** How long in milliseconds a task may go on trying when a request fails again and again. */
    public final long taskTimeoutMs;

    /** The kind of the default stores of the DSL, {@code rocksDB} or {@code in_memory}. */
    public final String storeType;

    /** The class that supplies the stores of the DSL. */
    public final Class<?> dslStoreSuppliers;

    /** Creates timestamp extractors. */
    public final Supplier<TimestampExtractor> timestampExtractorSupplier;

    /** Creates what decides about records that cannot be deserialized. */
    public final Supplier<DeserializationExceptionHandler> deserializationExceptionHandlerSupplier;

    /** Creates what decides about failures of processors. */
    public final Supplier<ProcessingExceptionHandler> processingExceptionHandlerSupplier;

    /** Whether a topology is refused that leaves the naming of internal topics and stores to the library. */
    public final boolean ensureExplicitInternalResourceNaming;

    /** Keys that are read from the given configuration as they are. Not meant for programs. */
    public static class InternalConfig {

        /** Whether processors added with {@code process} and {@code processValues} are treated as changing their input. */
        public static final String ENABLE_PROCESS_PROCESSVALUE_FIX = "__enable.process.processValue.fix__";

        /** Creates an object without use; all members are static. */
        public InternalConfig() {}

        /**
         * Reads a value that is true or false.
         *
         * @param configs the configuration
         * @param key the key
         * @param defaultValue what to answer if there is no value, or one of another type
         * @return the value
         */
        public static boolean getBoolean(Map<String, Object> configs, String key, boolean defaultValue) {
            return StreamsConfig.InternalConfig.getBoolean(configs, key, defaultValue);
        }
    }

    /** The part of the configuration that a task needs while it runs. */
    public static class TaskConfig {

        /** How long in milliseconds a task waits for records of an empty input partition. */
        public final long maxTaskIdleMs;

        /** How long in milliseconds a task may go on trying when a request fails again and again. */
        public final long taskTimeoutMs;

        /** How many records a partition may have waiting in memory. */
        public final int maxBufferedSize;

        /** What takes the timestamp from a record. */
        public final TimestampExtractor timestampExtractor;

        /** What decides about records that cannot be deserialized. */
        public final DeserializationExceptionHandler deserializationExceptionHandler;

        /** What decides about failures of processors. */
        public final ProcessingExceptionHandler processingExceptionHandler;

        /** Whether processing is exactly once. */
        public final boolean eosEnabled;

        private TaskConfig(TopologyConfig config) {
            maxTaskIdleMs = config.maxTaskIdleMs;
            taskTimeoutMs = config.taskTimeoutMs;
            maxBufferedSize = config.maxBufferedSize;
            timestampExtractor = config.timestampExtractorSupplier.get();
            deserializationExceptionHandler = config.deserializationExceptionHandlerSupplier.get();
            processingExceptionHandler = config.processingExceptionHandlerSupplier.get();
            eosEnabled = config.eosEnabled;
        }
    }

    /**
     * Takes all settings from the application.
     *
     * @param configs the configuration of the application
     */
    public TopologyConfig(StreamsConfig configs) {
        this(null, configs, asProperties(configs.originals()));
    }

    /**
     * Takes the settings from the application where the topology has none of its own.
     *
     * @param topologyName the name of the topology; null for none
     * @param globalAppConfigs the configuration of the application
     * @param topologyOverrides the settings of the topology
     */
    public TopologyConfig(@Nullable String topologyName, StreamsConfig globalAppConfigs, Properties topologyOverrides) {
        super(DEFINITION, topologyOverrides, false);
        this.topologyName = topologyName;
        this.applicationConfigs = globalAppConfigs;
        this.topologyOverrides = topologyOverrides;
        this.eosEnabled = StreamsConfig.EXACTLY_ONCE_V2.equals(
                globalAppConfigs.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
        this.maxBufferedSize = owner(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG)
                .getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        this.cacheSize = longSetting(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        this.maxTaskIdleMs = longSetting(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG);
        this.taskTimeoutMs = longSetting(StreamsConfig.TASK_TIMEOUT_MS_CONFIG);
        this.storeType = owner(StreamsConfigDefinition.DSL_STORE_KEY).getString(StreamsConfigDefinition.DSL_STORE_KEY);
        this.dslStoreSuppliers = owner(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG)
                .getClass(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG);
        this.timestampExtractorSupplier =
                supplier(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TimestampExtractor.class);
        this.deserializationExceptionHandlerSupplier = supplier(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationExceptionHandler.class);
        this.processingExceptionHandlerSupplier =
                supplier(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingExceptionHandler.class);
        this.ensureExplicitInternalResourceNaming = owner(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG)
                .getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG);
    }

    @Override
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsedValues) {
        return RetiredKeys.successorsOf(originals(), DEFINITION);
    }

    /**
     * The kind of the default stores of the DSL.
     *
     * @return what {@link #storeType} stands for
     */
    public Materialized.StoreType parseStoreType() {
        return storeType.equals(StreamsConfigDefinition.IN_MEMORY)
                ? Materialized.StoreType.IN_MEMORY
                : Materialized.StoreType.ROCKS_DB;
    }

    /**
     * Creates what supplies the stores of the DSL.
     *
     * @return a new instance of {@code dsl.store.suppliers.class}, or what {@code default.dsl.store} stands for; empty if neither
     *     the topology nor the application sets them
     */
    public Optional<DslStoreSuppliers> resolveDslStoreSuppliers() {
        String key = StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG;
        AbstractConfig owner = owner(key);
        if (owner.originals().containsKey(key)) {
            return Optional.of(
                    owner.getConfiguredInstance(key, DslStoreSuppliers.class, applicationConfigs.originals()));
        }
        String kindKey = StreamsConfigDefinition.DSL_STORE_KEY;
        if (owner(kindKey).originals().containsKey(kindKey)) {
            return Optional.of(parseStoreType());
        }
        return Optional.empty();
    }

    /** Whether rewritings of the topology may rely on it that processors given to {@code process} change keys. */
    boolean processorsRekey() {
        return InternalConfig.getBoolean(
                applicationConfigs.originals(), InternalConfig.ENABLE_PROCESS_PROCESSVALUE_FIX, false);
    }

    /** A new instance of {@code processor.wrapper.class}; null if it is not set. */
    @Nullable
    ProcessorWrapper processorWrapper() {
        String key = StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG;
        return owner(key).getConfiguredInstance(key, ProcessorWrapper.class, applicationConfigs.originals());
    }

    /**
     * Whether the topology has a name.
     *
     * @return true if so
     */
    public boolean isNamedTopology() {
        return topologyName != null;
    }

    /**
     * The part of the configuration that a task needs.
     *
     * @return a new object with new instances of the configured classes
     */
    public TaskConfig getTaskConfig() {
        return new TaskConfig(this);
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        Map<String, ConfigDef.ConfigKey> keys = StreamsConfig.configDef().configKeys();
        for (String key : List.of(
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                StreamsConfig.TASK_TIMEOUT_MS_CONFIG,
                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                StreamsConfigDefinition.DSL_STORE_KEY,
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG)) {
            definition.define(keys.get(key));
        }
        return definition;
    }

    private static Properties asProperties(Map<String, Object> settings) {
        Properties properties = new Properties();
        settings.forEach((key, value) -> {
            if (value != null) {
                properties.put(key, value);
            }
        });
        return properties;
    }

    /** The configuration that decides about a key: this one if it sets it, otherwise that of the application. */
    private AbstractConfig owner(String key) {
        return RetiredKeys.isSet(topologyOverrides, key) ? this : applicationConfigs;
    }

    private long longSetting(String key) {
        return owner(key).getLong(key);
    }

    private <T> Supplier<T> supplier(String key, Class<T> type) {
        AbstractConfig owner = owner(key);
        return () -> owner.getConfiguredInstance(key, type, applicationConfigs.originals());
    }
}
