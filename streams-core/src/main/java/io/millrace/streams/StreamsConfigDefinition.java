package io.millrace.streams;

import static io.millrace.streams.StreamsConfig.*;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.processor.FailOnInvalidTimestamp;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.ListSize;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The keys of {@link StreamsConfig} with their types, defaults, limits and descriptions. */
final class StreamsConfigDefinition {

    static final String DSL_STORE_KEY = "default.dsl.store";
    static final String ROCKS_DB = "rocksDB";
    static final String IN_MEMORY = "in_memory";

    private static final long MIN_STATE_MEMORY_BYTES = 16L << 20;

    private static final Validator NOTHING_OR_ENOUGH_MEMORY = nothingOrAtLeast(MIN_STATE_MEMORY_BYTES);
    private static final Validator NOTHING_OR_NOT_NEGATIVE = nothingOrAtLeast(0);

    private static final Validator NOTHING_OR_ISOLATION_LEVEL = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                if (value != null) {
                    ConfigDef.ValidString.in(READ_COMMITTED, READ_UNCOMMITTED).ensureValid(name, value);
                }
            },
            () -> "nothing, " + READ_COMMITTED + " or " + READ_UNCOMMITTED);

    private static final Validator NON_EMPTY_LIST = ValidList.anyNonDuplicateValues(false, false);
    private static final Validator ANY_LIST = ValidList.anyNonDuplicateValues(true, false);

    private StreamsConfigDefinition() {}

    private static Validator nothingOrAtLeast(long least) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null) {
                        atLeast(least).ensureValid(name, value);
                    }
                },
                () -> "nothing or at least " + least);
    }

    static ConfigDef create() {
        ConfigDef definition = new ConfigDef();
        defineHigh(definition);
        defineMedium(definition);
        defineLow(definition);
        return definition;
    }

    private static void defineHigh(ConfigDef definition) {
        definition
                .define(
                        APPLICATION_ID_CONFIG,
                        ConfigDef.Type.STRING,
                        NO_DEFAULT_VALUE,
                        ConfigDef.Importance.HIGH,
                        "The id of the application: the group id of its consumers, the prefix of its client ids and"
                                + " internal topics, and the name of its state directory. Clients with the same id share"
                                + " the work.")
                .define(
                        BOOTSTRAP_SERVERS_CONFIG,
                        ConfigDef.Type.LIST,
                        NO_DEFAULT_VALUE,
                        NON_EMPTY_LIST,
                        ConfigDef.Importance.HIGH,
                        "Where to connect to Kafka first, as a list of host:port.")
                .define(
                        ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.HIGH,
                        "Whether to refuse a topology that leaves the naming of internal topics and stores to the "
                                + "library, since generated names change when the topology does.")
                .define(
                        NUM_STANDBY_REPLICAS_CONFIG,
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Importance.HIGH,
                        "How many standby replicas each stateful task has.")
                .define(
                        STATE_DIR_CONFIG,
                        ConfigDef.Type.STRING,
                        System.getProperty("java.io.tmpdir") + File.separator + "kafka-streams",
                        ConfigDef.Importance.HIGH,
                        "The directory for local state. Clients on the same machine with the same application id "
                                + "need a directory each.")
                .define(
                        "processing.exception.handler.global.enabled",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.HIGH,
                        "Whether the processing exception handler also decides about failures of global stores.");
    }

    private static void defineMedium(ConfigDef definition) {
        definition
                .define(
                        ACCEPTABLE_RECOVERY_LAG_CONFIG,
                        ConfigDef.Type.LONG,
                        10_000L,
                        atLeast(0),
                        ConfigDef.Importance.MEDIUM,
                        "How many changelog records a client may lack and still count as caught up, so that it "
                                + "can be given the active task.")
                .define(
                        CLIENT_ID_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "The prefix of the client ids of consumers, producers and admin clients. If empty, the "
                                + "application id with a random suffix.")
                .define(
                        DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        LogAndFailExceptionHandler.class,
                        ConfigDef.Importance.MEDIUM,
                        "The class that decides what to do with a record that cannot be deserialized, a "
                                + "DeserializationExceptionHandler.")
                .define(
                        PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        DefaultProductionExceptionHandler.class,
                        ConfigDef.Importance.MEDIUM,
                        "The class that decides what to do with a record that cannot be serialized or written, a "
                                + "ProductionExceptionHandler.")
                .define(
                        DEFAULT_KEY_SERDE_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the serde for keys where the topology names none.")
                .define(
                        DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the serde for values where the topology names none.")
                .define(
                        DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        FailOnInvalidTimestamp.class,
                        ConfigDef.Importance.MEDIUM,
                        "The class that takes the timestamp from a record where the topology names none, a "
                                + "TimestampExtractor.")
                .define(
                        GROUP_PROTOCOL_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_GROUP_PROTOCOL,
                        CaseInsensitiveValidString.in(groupProtocols()),
                        ConfigDef.Importance.MEDIUM,
                        "How the clients of the application share the tasks: classic, where one of them assigns "
                                + "the tasks, or streams, where the broker does.")
                .define(
                        ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The topic to which the default exception handlers write records that failed. If not set, "
                                + "they write none.")
                .define(
                        MAX_TASK_IDLE_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        0L,
                        ConfigDef.Importance.MEDIUM,
                        "How long in milliseconds a task waits for new records of an empty input partition while"
                                + " others have some, to process them in the order of their timestamps. Zero waits only"
                                + " for what the brokers have already; -1 does not wait at all.")
                .define(
                        MAX_WARMUP_REPLICAS_CONFIG,
                        ConfigDef.Type.INT,
                        2,
                        atLeast(1),
                        ConfigDef.Importance.MEDIUM,
                        "How many extra replicas may be built at a time in order to move tasks to clients that "
                                + "have not caught up.")
                .define(
                        NUM_STREAM_THREADS_CONFIG,
                        ConfigDef.Type.INT,
                        1,
                        ConfigDef.Importance.MEDIUM,
                        "How many threads of this client process records.")
                .define(
                        PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        LogAndFailProcessingExceptionHandler.class,
                        ConfigDef.Importance.MEDIUM,
                        "The class that decides what to do when a processor fails, a ProcessingExceptionHandler.")
                .define(
                        PROCESSING_GUARANTEE_CONFIG,
                        ConfigDef.Type.STRING,
                        AT_LEAST_ONCE,
                        ValidString.in(AT_LEAST_ONCE, EXACTLY_ONCE_V2),
                        ConfigDef.Importance.MEDIUM,
                        "The guarantee: at_least_once, or exactly_once_v2, which writes in transactions and needs "
                                + "brokers with transaction version 2.")
                .define(
                        PROCESSING_INTERCEPTOR_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class that is called around the processing of each source record and the sending of each "
                                + "record, a ProcessingInterceptor. If not set, none is.")
                .define(
                        REPLICATION_FACTOR_CONFIG,
                        ConfigDef.Type.INT,
                        -1,
                        ConfigDef.Importance.MEDIUM,
                        "The replication factor of internal topics; -1 for the broker's default.")
                .define(
                        SECURITY_PROTOCOL_CONFIG,
                        ConfigDef.Type.STRING,
                        CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL,
                        CaseInsensitiveValidString.in(securityProtocols()),
                        ConfigDef.Importance.MEDIUM,
                        "The protocol to talk to brokers with.")
                .define(
                        INPUT_BUFFER_MAX_BYTES_CONFIG,
                        ConfigDef.Type.LONG,
                        null,
                        NOTHING_OR_NOT_NEGATIVE,
                        ConfigDef.Importance.MEDIUM,
                        "How many bytes of input may wait to be processed, over all threads, before fetching pauses."
                                + " If not set, an eighth of the largest heap.")
                .define(
                        QUERY_ISOLATION_LEVEL_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        NOTHING_OR_ISOLATION_LEVEL,
                        ConfigDef.Importance.MEDIUM,
                        "What queries of stores see: read_uncommitted for every write, read_committed for what the"
                                + " last commit wrote. If not set, read_committed under exactly_once_v2 and"
                                + " read_uncommitted under at_least_once.")
                .define(
                        STATE_IMMUTABLE_TYPES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ANY_LIST,
                        ConfigDef.Importance.LOW,
                        "Classes of values that nobody changes after they were put into a store: they are held as "
                                + "objects until a commit, and serialised once then.")
                .define(
                        STATE_MEMORY_MAX_BYTES_CONFIG,
                        ConfigDef.Type.LONG,
                        null,
                        NOTHING_OR_ENOUGH_MEMORY,
                        ConfigDef.Importance.MEDIUM,
                        "How much memory the state of all clients in this process may take together: blocks of files, "
                                + "their indexes and filters, and memtables off the heap, and on the heap the changes "
                                + "that are not committed and rows that may be wanted again. If not set, a quarter of what the container has beside the "
                                + "largest heap, at least 64 MiB and at most 2 GiB.")
                .define(
                        STATESTORE_CACHE_MAX_BYTES_CONFIG,
                        ConfigDef.Type.LONG,
                        10L * 1024 * 1024,
                        atLeast(0),
                        ConfigDef.Importance.MEDIUM,
                        "How many bytes of changes to state stores are held back in memory, over all threads, to "
                                + "pass on only the last change of each key.")
                .define(
                        TASK_ASSIGNOR_CLASS_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class that assigns tasks to clients, a TaskAssignor. If not set, the built-in one "
                                + "does.")
                .define(
                        TASK_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        300_000L,
                        atLeast(0),
                        ConfigDef.Importance.MEDIUM,
                        "How long in milliseconds a task may go on trying when a request fails again and again, "
                                + "before the failure is raised; zero to raise the first.")
                .define(
                        TOPOLOGY_OPTIMIZATION_CONFIG,
                        ConfigDef.Type.STRING,
                        NO_OPTIMIZATION,
                        topologyOptimizations(),
                        ConfigDef.Importance.MEDIUM,
                        "Which rewritings of the topology are allowed: none, all, or a list of "
                                + "reuse.ktable.source.topics, merge.repartition.topics and single.store.self.join.")
                .define(
                        DSL_STORE_KEY,
                        ConfigDef.Type.STRING,
                        ROCKS_DB,
                        in(ROCKS_DB, IN_MEMORY),
                        ConfigDef.Importance.LOW,
                        "The kind of the default stores of the DSL: rocksDB or in_memory. An earlier way to set "
                                + "dsl.store.suppliers.class, which wins over it.")
                .define(
                        "default.list.key.serde.inner",
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the serde for the elements of keys that are lists.")
                .define(
                        "default.list.value.serde.inner",
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the serde for the elements of values that are lists.")
                .define(
                        "default.list.key.serde.type",
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the lists that keys are.")
                .define(
                        "default.list.value.serde.type",
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The class of the lists that values are.");
    }

    private static void defineLow(ConfigDef definition) {
        definition
                .define(
                        ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "Whether the state directories are writable for the group of the operating system, not "
                                + "only for its user.")
                .define(
                        APPLICATION_SERVER_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "Where this client answers queries, as host:port. It is told to all clients of the application"
                                + " so that they can find the owner of a key; nothing listens there unless you make it.")
                .define(
                        BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                        ConfigDef.Type.INT,
                        1_000,
                        ConfigDef.Importance.LOW,
                        "How many records a partition may have waiting in memory before fetching from it pauses.")
                .define(
                        BUILT_IN_METRICS_VERSION_CONFIG,
                        ConfigDef.Type.STRING,
                        METRICS_LATEST,
                        ValidString.in(METRICS_LATEST),
                        ConfigDef.Importance.LOW,
                        "The version of the built-in metrics.")
                .define(
                        COMMIT_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        30_000L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The time from the beginning of a commit to that of the next in milliseconds; more if "
                                + "commits are slow. Under exactly-once processing the default is 100.")
                .define(
                        CONNECTIONS_MAX_IDLE_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        540_000L,
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds after which an idle connection is closed.")
                .define(
                        DEFAULT_CLIENT_SUPPLIER_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class that creates consumers, producers and admin clients, a KafkaClientSupplier. If "
                                + "not set, Kafka's own clients are created.")
                .define(
                        DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class,
                        ConfigDef.Importance.LOW,
                        "The class that supplies the stores of the DSL where the topology names none, a "
                                + "DslStoreSuppliers.")
                .define(
                        DSL_STORE_FORMAT_CONFIG,
                        ConfigDef.Type.STRING,
                        DSL_STORE_FORMAT_DEFAULT,
                        CaseInsensitiveValidString.in(DSL_STORE_FORMAT_DEFAULT, DSL_STORE_FORMAT_HEADERS),
                        ConfigDef.Importance.LOW,
                        "What the stores of the DSL keep with each value: DEFAULT for its timestamp where the "
                                + "operator needs it, HEADERS for its timestamp and headers.")
                .define(
                        ENABLE_METRICS_PUSH_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        ConfigDef.Importance.LOW,
                        "Whether the clients push their metrics to the brokers where these subscribe to them.")
                .define(
                        LOG_SUMMARY_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        120_000L,
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds between two log lines that sum up what a thread has done. Zero "
                                + "or less for no such lines.")
                .define(
                        METADATA_MAX_AGE_CONFIG,
                        ConfigDef.Type.LONG,
                        300_000L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds after which metadata is fetched again even without a reason.")
                .define(
                        METRICS_NUM_SAMPLES_CONFIG,
                        ConfigDef.Type.INT,
                        2,
                        atLeast(1),
                        ConfigDef.Importance.LOW,
                        "How many samples a metric is computed over.")
                .define(
                        METRICS_RECORDING_LEVEL_CONFIG,
                        ConfigDef.Type.STRING,
                        Sensor.RecordingLevel.INFO.toString(),
                        ValidString.in(recordingLevels()),
                        ConfigDef.Importance.LOW,
                        "The level of detail at which metrics are recorded.")
                .define(
                        METRIC_REPORTER_CLASSES_CONFIG,
                        ConfigDef.Type.LIST,
                        JmxReporter.class.getName(),
                        ANY_LIST,
                        ConfigDef.Importance.LOW,
                        "The classes that are told about new metrics.")
                .define(
                        METRICS_SAMPLE_WINDOW_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        30_000L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The length in milliseconds of a sample that metrics are computed over.")
                .define(
                        POLL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        100L,
                        ConfigDef.Importance.LOW,
                        "How long in milliseconds to wait for input when there is nothing to do.")
                .define(
                        PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        600_000L,
                        atLeast(60_000),
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds between two rebalances that look whether warm-up replicas have "
                                + "caught up.")
                .define(
                        PROCESSOR_WRAPPER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class that wraps the processors of the topology, a ProcessorWrapper. It must be "
                                + "given to the topology when it is built. If not set, processors are not wrapped.")
                .define(
                        REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        30_000L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds between two deletions of what is consumed from repartition "
                                + "topics. Deletion follows a commit, so it is not more frequent than commits are.")
                .define(
                        RECEIVE_BUFFER_CONFIG,
                        ConfigDef.Type.INT,
                        32 * 1024,
                        atLeast(CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND),
                        ConfigDef.Importance.LOW,
                        "The size in bytes of the TCP receive buffer; -1 for that of the operating system.")
                .define(
                        RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG,
                        ConfigDef.Type.INT,
                        null,
                        ConfigDef.Importance.LOW,
                        "What it costs in rack-aware assignment to move a task away from its present client, "
                                + "compared with the cost of traffic. If not set, the assignor decides.")
                .define(
                        RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                        ConfigDef.Type.STRING,
                        RACK_AWARE_ASSIGNMENT_STRATEGY_NONE,
                        ValidString.in(
                                RACK_AWARE_ASSIGNMENT_STRATEGY_NONE,
                                RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC,
                                RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY),
                        ConfigDef.Importance.LOW,
                        "How tasks are assigned with regard to the racks of clients and partitions: none ignores"
                                + " racks, min_traffic minimises the traffic between racks, balance_subtopology also"
                                + " spreads the tasks of each sub-topology.")
                .define(
                        RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        atMostElements(MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE),
                        ConfigDef.Importance.LOW,
                        "The keys of the client tags by which standby replicas are spread. Each must be set as a "
                                + "client tag.")
                .define(
                        RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG,
                        ConfigDef.Type.INT,
                        null,
                        ConfigDef.Importance.LOW,
                        "What traffic between racks costs in rack-aware assignment, compared with the cost of "
                                + "moving a task. If not set, the assignor decides.")
                .define(
                        RECONNECT_BACKOFF_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        50L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds before the first attempt to reconnect.")
                .define(
                        RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        1_000L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The longest time in milliseconds between two attempts to reconnect.")
                .define(
                        REQUEST_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        40_000,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "How long in milliseconds to wait for the response to a request.")
                .define(
                        RETRY_BACKOFF_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        100L,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds before a failed request is repeated.")
                .define(
                        ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class that tunes RocksDB for each store, a RocksDBConfigSetter.")
                .define(
                        SEND_BUFFER_CONFIG,
                        ConfigDef.Type.INT,
                        128 * 1024,
                        atLeast(CommonClientConfigs.SEND_BUFFER_LOWER_BOUND),
                        ConfigDef.Importance.LOW,
                        "The size in bytes of the TCP send buffer; -1 for that of the operating system.")
                .define(
                        STATE_CLEANUP_DELAY_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        600_000L,
                        ConfigDef.Importance.LOW,
                        "The time in milliseconds after which the directory of a task that has moved away is "
                                + "deleted.")
                .define(
                        STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED,
                        ConfigDef.Importance.LOW,
                        "The age in milliseconds from which on task directories are deleted when the client "
                                + "starts; -1 to keep them whatever their age.")
                .define(
                        UPGRADE_FROM_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        in(upgradableVersions()),
                        ConfigDef.Importance.LOW,
                        "The version to upgrade from, where the upgrade needs two rolling restarts.")
                .define(
                        WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        86_400_000L,
                        ConfigDef.Importance.LOW,
                        "How long in milliseconds the changelog of a window store keeps records beyond the "
                                + "retention of the store.")
                .define(
                        AbstractConfig.CONFIG_PROVIDERS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ANY_LIST,
                        ConfigDef.Importance.LOW,
                        "The names of the providers that resolve variables in this configuration.")
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                        ConfigDef.Type.STRING,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_STRATEGY,
                        CaseInsensitiveValidString.in(recoveryStrategies()),
                        ConfigDef.Importance.LOW,
                        "What a client does when none of the brokers it knows is reachable.")
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS,
                        atLeast(0),
                        ConfigDef.Importance.LOW,
                        "How long in milliseconds metadata may be unobtainable before a client connects to the "
                                + "bootstrap servers anew.");
    }

    private static Validator atMostElements(int size) {
        return ListSize.atMostOfSize(size);
    }

    private static Validator topologyOptimizations() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> StreamsConfig.verifyTopologyOptimizationConfigs((String) value),
                () -> "[" + OPTIMIZE + ", " + NO_OPTIMIZATION + ", " + REUSE_KTABLE_SOURCE_TOPICS + ", "
                        + MERGE_REPARTITION_TOPICS + ", " + SINGLE_STORE_SELF_JOIN + "]");
    }

    private static String[] groupProtocols() {
        return names(GroupProtocol.values());
    }

    private static String[] recordingLevels() {
        return names(Sensor.RecordingLevel.values());
    }

    private static String[] securityProtocols() {
        return SecurityProtocol.names().toArray(String[]::new);
    }

    private static String[] recoveryStrategies() {
        return Arrays.stream(MetadataRecoveryStrategy.values())
                .map(strategy -> strategy.name.toUpperCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** The first is null: not upgrading from anything. */
    private static String[] upgradableVersions() {
        return new String[] {
            null,
            UPGRADE_FROM_24,
            UPGRADE_FROM_25,
            UPGRADE_FROM_26,
            UPGRADE_FROM_27,
            UPGRADE_FROM_28,
            UPGRADE_FROM_30,
            UPGRADE_FROM_31,
            UPGRADE_FROM_32,
            UPGRADE_FROM_33,
            UPGRADE_FROM_34,
            UPGRADE_FROM_35,
            UPGRADE_FROM_36,
            UPGRADE_FROM_37,
            UPGRADE_FROM_38,
            UPGRADE_FROM_39,
            UPGRADE_FROM_40,
            UPGRADE_FROM_41,
            UPGRADE_FROM_42
        };
    }

    private static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }
}
