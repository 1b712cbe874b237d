package io.millrace.streams;

import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TimestampExtractor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;

/**
 * The configuration of a client: its keys, their defaults, and what follows from them for its consumers, producers and admin
 * client.
 *
 * <p>{@code application.id} and {@code bootstrap.servers} are required. Keys of Kafka's own clients may be given as they are, to
 * hold for each client that knows them, or with a prefix, to hold for one kind of client:
 *
 * <pre>{@code
 * Properties settings = new Properties();
 * settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "flights");
 * settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
 * settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
 * settings.put(StreamsConfig.topicPrefix("min.insync.replicas"), 2);
 * }</pre>
 *
 * <p>Some settings of the clients are not for the user to choose, because the library would not work with others; giving them
 * is logged at WARN and has no effect. Unknown keys are passed on to all clients. Instances are immutable.
 */
public class StreamsConfig extends AbstractConfig {

    /** For {@code max.task.idle.ms}: do not wait. */
    public static final long MAX_TASK_IDLE_MS_DISABLED = -1L;

    /** For {@code state.cleanup.dir.max.age.ms}: keep directories whatever their age. */
    public static final long STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED = -1L;

    /** The most client tags that may be set and that {@code rack.aware.assignment.tags} may name. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE = 5;

    /** The most characters that the key of a client tag may have. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_KEY_LENGTH = 20;

    /** The most characters that the value of a client tag may have. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_VALUE_LENGTH = 30;

    /** Before a key: it holds for internal topics. */
    public static final String TOPIC_PREFIX = "topic.";

    /** Before a key: it holds for all consumers. */
    public static final String CONSUMER_PREFIX = "consumer.";

    /** Before a key: it holds for the consumers of input, and wins over {@link #CONSUMER_PREFIX}. */
    public static final String MAIN_CONSUMER_PREFIX = "main.consumer.";

    /** Before a key: it holds for the consumers that restore state, and wins over {@link #CONSUMER_PREFIX}. */
    public static final String RESTORE_CONSUMER_PREFIX = "restore.consumer.";

    /** Before a key: it holds for the consumer of global stores, and wins over {@link #CONSUMER_PREFIX}. */
    public static final String GLOBAL_CONSUMER_PREFIX = "global.consumer.";

    /** Before a key: it holds for producers. */
    public static final String PRODUCER_PREFIX = "producer.";

    /** Before a key: it holds for the admin client. */
    public static final String ADMIN_CLIENT_PREFIX = "admin.";

    /** Before a name: it is a tag of the client, by which standby replicas are spread. */
    public static final String CLIENT_TAG_PREFIX = "client.tag.";

    /** For {@code topology.optimization}: allow no rewriting. */
    public static final String NO_OPTIMIZATION = "none";

    /** For {@code topology.optimization}: allow all rewritings. */
    public static final String OPTIMIZE = "all";

    /** For {@code topology.optimization}: the topic of a table is its changelog too. */
    public static final String REUSE_KTABLE_SOURCE_TOPICS = "reuse.ktable.source.topics";

    /** For {@code topology.optimization}: operators share a repartition topic where they can. */
    public static final String MERGE_REPARTITION_TOPICS = "merge.repartition.topics";

    /** For {@code topology.optimization}: a stream joined with itself is kept in one store. */
    public static final String SINGLE_STORE_SELF_JOIN = "single.store.self.join";

    /** For {@code upgrade.from}: version 2.4. */
    public static final String UPGRADE_FROM_24 = "2.4";

    /** For {@code upgrade.from}: version 2.5. */
    public static final String UPGRADE_FROM_25 = "2.5";

    /** For {@code upgrade.from}: version 2.6. */
    public static final String UPGRADE_FROM_26 = "2.6";

    /** For {@code upgrade.from}: version 2.7. */
    public static final String UPGRADE_FROM_27 = "2.7";

    /** For {@code upgrade.from}: version 2.8. */
    public static final String UPGRADE_FROM_28 = "2.8";

    /** For {@code upgrade.from}: version 3.0. */
    public static final String UPGRADE_FROM_30 = "3.0";

    /** For {@code upgrade.from}: version 3.1. */
    public static final String UPGRADE_FROM_31 = "3.1";

    /** For {@code upgrade.from}: version 3.2. */
    public static final String UPGRADE_FROM_32 = "3.2";

    /** For {@code upgrade.from}: version 3.3. */
    public static final String UPGRADE_FROM_33 = "3.3";

    /** For {@code upgrade.from}: version 3.4. */
    public static final String UPGRADE_FROM_34 = "3.4";

    /** For {@code upgrade.from}: version 3.5. */
    public static final String UPGRADE_FROM_35 = "3.5";

    /** For {@code upgrade.from}: version 3.6. */
    public static final String UPGRADE_FROM_36 = "3.6";

    /** For {@code upgrade.from}: version 3.7. */
    public static final String UPGRADE_FROM_37 = "3.7";

    /** For {@code upgrade.from}: version 3.8. */
    public static final String UPGRADE_FROM_38 = "3.8";

    /** For {@code upgrade.from}: version 3.9. */
    public static final String UPGRADE_FROM_39 = "3.9";

    /** For {@code upgrade.from}: version 4.0. */
    public static final String UPGRADE_FROM_40 = "4.0";

    /** For {@code upgrade.from}: version 4.1. */
    public static final String UPGRADE_FROM_41 = "4.1";

    /** For {@code upgrade.from}: version 4.2. */
    public static final String UPGRADE_FROM_42 = "4.2";

    /** For {@code processing.guarantee}: no record is lost; after a failure, some may be processed again. */
    public static final String AT_LEAST_ONCE = "at_least_once";

    /** For {@code processing.guarantee}: the result is as if each record were processed once. */
    public static final String EXACTLY_ONCE_V2 = "exactly_once_v2";

    /** For {@code rack.aware.assignment.strategy}: ignore racks. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_NONE = "none";

    /** For {@code rack.aware.assignment.strategy}: minimise the traffic between racks. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC = "min_traffic";

    /** For {@code rack.aware.assignment.strategy}: minimise the traffic between racks, and spread sub-topologies. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY = "balance_subtopology";

    /** For {@code built.in.metrics.version}: the latest version. */
    public static final String METRICS_LATEST = "latest";

    /** For {@code dsl.store.format}: stores keep the timestamps of values where operators need them. */
    public static final String DSL_STORE_FORMAT_DEFAULT = "DEFAULT";

    /** For {@code dsl.store.format}: stores keep the timestamps and headers of values. */
    public static final String DSL_STORE_FORMAT_HEADERS = "HEADERS";

    /** For {@code group.protocol}: the default, {@code classic}. */
    public static final String DEFAULT_GROUP_PROTOCOL =
            GroupProtocol.CLASSIC.name().toLowerCase(Locale.ROOT);

    /**
     * {@code acceptable.recovery.lag}: how many changelog records a client may lack and still count as caught up, so
     * that it can be given the active task.
     */
    public static final String ACCEPTABLE_RECOVERY_LAG_CONFIG = "acceptable.recovery.lag";

    /**
     * {@code allow.os.group.write.access}: whether the state directories are writable for the group of the operating
     * system, not only for its user.
     */
    public static final String ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG = "allow.os.group.write.access";

    /**
     * {@code application.id}: the id of the application: the group id of its consumers, the prefix of its client ids
     * and internal topics, and the name of its state directory. Clients with the same id share the work.
     */
    public static final String APPLICATION_ID_CONFIG = "application.id";

    /**
     * {@code application.server}: where this client answers queries, as host:port. It is told to all clients of the
     * application so that they can find the owner of a key; nothing listens there unless you make it.
     */
    public static final String APPLICATION_SERVER_CONFIG = "application.server";

    /**
     * {@code bootstrap.servers}: where to connect to Kafka first, as a list of host:port.
     */
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";

    /**
     * {@code buffered.records.per.partition}: how many records a partition may have waiting in memory before
     * fetching from it pauses.
     */
    public static final String BUFFERED_RECORDS_PER_PARTITION_CONFIG = "buffered.records.per.partition";

    /**
     * {@code built.in.metrics.version}: the version of the built-in metrics.
     */
    public static final String BUILT_IN_METRICS_VERSION_CONFIG = "built.in.metrics.version";

    /**
     * {@code client.id}: the prefix of the client ids of consumers, producers and admin clients. If empty, the
     * application id with a random suffix.
     */
    public static final String CLIENT_ID_CONFIG = "client.id";

    /**
     * {@code commit.interval.ms}: the time from the beginning of a commit to that of the next in milliseconds; more if
     * commits are slow. Under exactly-once processing the default is 100.
     */
    public static final String COMMIT_INTERVAL_MS_CONFIG = "commit.interval.ms";

    /**
     * {@code connections.max.idle.ms}: the time in milliseconds after which an idle connection is closed.
     */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";

    /**
     * {@code default.client.supplier}: the class that creates consumers, producers and admin clients, a
     * KafkaClientSupplier. If not set, Kafka's own clients are created.
     */
    public static final String DEFAULT_CLIENT_SUPPLIER_CONFIG = "default.client.supplier";

    /**
     * {@code default.key.serde}: the class of the serde for keys where the topology names none.
     */
    public static final String DEFAULT_KEY_SERDE_CLASS_CONFIG = "default.key.serde";

    /**
     * {@code default.timestamp.extractor}: the class that takes the timestamp from a record where the topology names
     * none, a TimestampExtractor.
     */
    public static final String DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG = "default.timestamp.extractor";

    /**
     * {@code default.value.serde}: the class of the serde for values where the topology names none.
     */
    public static final String DEFAULT_VALUE_SERDE_CLASS_CONFIG = "default.value.serde";

    /**
     * {@code deserialization.exception.handler}: the class that decides what to do with a record that cannot be
     * deserialized, a DeserializationExceptionHandler.
     */
    public static final String DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG = "deserialization.exception.handler";

    /**
     * {@code dsl.store.format}: what the stores of the DSL keep with each value: DEFAULT for its timestamp where the
     * operator needs it, HEADERS for its timestamp and headers.
     */
    public static final String DSL_STORE_FORMAT_CONFIG = "dsl.store.format";

    /**
     * {@code dsl.store.suppliers.class}: the class that supplies the stores of the DSL where the topology names
     * none, a DslStoreSuppliers.
     */
    public static final String DSL_STORE_SUPPLIERS_CLASS_CONFIG = "dsl.store.suppliers.class";

    /**
     * {@code enable.metrics.push}: whether the clients push their metrics to the brokers where these subscribe to
     * them.
     */
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";

    /**
     * {@code ensure.explicit.internal.resource.naming}: whether to refuse a topology that leaves the naming of
     * internal topics and stores to the library, since generated names change when the topology does.
     */
    public static final String ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG =
            "ensure.explicit.internal.resource.naming";

    /**
     * {@code errors.dead.letter.queue.topic.name}: the topic to which the default exception handlers write records
     * that failed. If not set, they write none.
     */
    public static final String ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG = "errors.dead.letter.queue.topic.name";

    /**
     * {@code group.protocol}: how the clients of the application share the tasks: classic, where one of them assigns
     * the tasks, or streams, where the broker does. Only classic can be run; a client refuses the other.
     */
    public static final String GROUP_PROTOCOL_CONFIG = "group.protocol";

    /**
     * {@code input.buffer.max.bytes}: how many bytes of input may wait to be processed, over all threads, before fetching pauses
     * of every partition that has records waiting. If not set, an eighth of the largest heap. Kafka Streams has no such key.
     */
    public static final String INPUT_BUFFER_MAX_BYTES_CONFIG = "input.buffer.max.bytes";

    /**
     * {@code log.summary.interval.ms}: the time in milliseconds between two log lines that sum up what a thread has
     * done. Zero or less for no such lines.
     */
    public static final String LOG_SUMMARY_INTERVAL_MS_CONFIG = "log.summary.interval.ms";

    /**
     * {@code max.task.idle.ms}: how long in milliseconds a task waits for new records of an empty input partition
     * while others have some, to process them in the order of their timestamps. Zero waits only for what the brokers
     * have already; -1 does not wait at all.
     */
    public static final String MAX_TASK_IDLE_MS_CONFIG = "max.task.idle.ms";

    /**
     * {@code max.warmup.replicas}: how many extra replicas may be built at a time in order to move tasks to clients
     * that have not caught up.
     */
    public static final String MAX_WARMUP_REPLICAS_CONFIG = "max.warmup.replicas";

    /**
     * {@code metadata.max.age.ms}: the time in milliseconds after which metadata is fetched again even without a
     * reason.
     */
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";

    /**
     * {@code metrics.num.samples}: how many samples a metric is computed over.
     */
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";

    /**
     * {@code metrics.recording.level}: the level of detail at which metrics are recorded.
     */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";

    /**
     * {@code metrics.sample.window.ms}: the length in milliseconds of a sample that metrics are computed over.
     */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";

    /**
     * {@code metric.reporters}: the classes that are told about new metrics.
     */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";

    /**
     * {@code num.standby.replicas}: how many standby replicas each stateful task has.
     */
    public static final String NUM_STANDBY_REPLICAS_CONFIG = "num.standby.replicas";

    /**
     * {@code num.stream.threads}: how many threads of this client process records.
     */
    public static final String NUM_STREAM_THREADS_CONFIG = "num.stream.threads";

    /**
     * {@code poll.ms}: how long in milliseconds to wait for input when there is nothing to do.
     */
    public static final String POLL_MS_CONFIG = "poll.ms";

    /**
     * {@code probing.rebalance.interval.ms}: the time in milliseconds between two rebalances that look whether
     * warm-up replicas have caught up.
     */
    public static final String PROBING_REBALANCE_INTERVAL_MS_CONFIG = "probing.rebalance.interval.ms";

    /**
     * {@code processing.exception.handler}: the class that decides what to do when a processor fails, a
     * ProcessingExceptionHandler.
     */
    public static final String PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG = "processing.exception.handler";

    /**
     * {@code processing.guarantee}: the guarantee: at_least_once, or exactly_once_v2, which writes in transactions
     * and needs brokers with transaction version 2.
     */
    public static final String PROCESSING_GUARANTEE_CONFIG = "processing.guarantee";

    /**
     * {@code processing.interceptor.class}: the class that is called around the processing of each source record and the sending of
     * each record, a {@link io.millrace.streams.processor.ProcessingInterceptor}. If not set, none is. Kafka Streams has no such key.
     */
    public static final String PROCESSING_INTERCEPTOR_CLASS_CONFIG = "processing.interceptor.class";

    /**
     * {@code query.isolation.level}: what queries of stores from other threads see: {@link #READ_UNCOMMITTED} for every write,
     * {@link #READ_COMMITTED} for what the last commit wrote. If not set, read_committed under exactly_once_v2 and
     * read_uncommitted under at_least_once. Kafka Streams has no such key.
     */
    public static final String QUERY_ISOLATION_LEVEL_CONFIG = "query.isolation.level";

    /** {@code read_committed}: a query sees what the last commit wrote to a store, all of it and nothing else. */
    public static final String READ_COMMITTED = "read_committed";

    /** {@code read_uncommitted}: a query sees every write, also one that a failure may take back. */
    public static final String READ_UNCOMMITTED = "read_uncommitted";

    /**
     * {@code processor.wrapper.class}: the class that wraps the processors of the topology, a ProcessorWrapper. It
     * must be given to the topology when it is built. If not set, processors are not wrapped.
     */
    public static final String PROCESSOR_WRAPPER_CLASS_CONFIG = "processor.wrapper.class";

    /**
     * {@code production.exception.handler}: the class that decides what to do with a record that cannot be
     * serialized or written, a ProductionExceptionHandler.
     */
    public static final String PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG = "production.exception.handler";

    /**
     * {@code rack.aware.assignment.non_overlap_cost}: what it costs in rack-aware assignment to move a task away
     * from its present client, compared with the cost of traffic. If not set, the assignor decides; the built-in one
     * takes 1, and counts a move to another rack only.
     */
    public static final String RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG = "rack.aware.assignment.non_overlap_cost";

    /**
     * {@code rack.aware.assignment.strategy}: how tasks are assigned with regard to the racks of clients and
     * partitions: none ignores racks, min_traffic minimises the traffic between racks, balance_subtopology also
     * spreads the tasks of each sub-topology. Needs {@code client.rack} in every client and {@code broker.rack} in
     * every broker; a warning tells if they are missing.
     */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG = "rack.aware.assignment.strategy";

    /**
     * {@code rack.aware.assignment.tags}: the keys of the client tags by which standby replicas are spread. Each
     * must be set as a client tag.
     */
    public static final String RACK_AWARE_ASSIGNMENT_TAGS_CONFIG = "rack.aware.assignment.tags";

    /**
     * {@code rack.aware.assignment.traffic_cost}: what traffic between racks costs in rack-aware assignment,
     * compared with the cost of moving a task. If not set, the assignor decides; the built-in one takes 10.
     */
    public static final String RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG = "rack.aware.assignment.traffic_cost";

    /**
     * {@code receive.buffer.bytes}: the size in bytes of the TCP receive buffer; -1 for that of the operating
     * system.
     */
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";

    /**
     * {@code reconnect.backoff.max.ms}: the longest time in milliseconds between two attempts to reconnect.
     */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";

    /**
     * {@code reconnect.backoff.ms}: the time in milliseconds before the first attempt to reconnect.
     */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";

    /**
     * {@code repartition.purge.interval.ms}: the time in milliseconds between two deletions of what is consumed from
     * repartition topics. Deletion follows a commit, so it is not more frequent than commits are.
     */
    public static final String REPARTITION_PURGE_INTERVAL_MS_CONFIG = "repartition.purge.interval.ms";

    /**
     * {@code replication.factor}: the replication factor of internal topics; -1 for the broker's default.
     */
    public static final String REPLICATION_FACTOR_CONFIG = "replication.factor";

    /**
     * {@code request.timeout.ms}: how long in milliseconds to wait for the response to a request.
     */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";

    /**
     * {@code retry.backoff.ms}: the time in milliseconds before a failed request is repeated.
     */
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";

    /**
     * {@code rocksdb.config.setter}: the class that tunes RocksDB for each store, a RocksDBConfigSetter.
     */
    public static final String ROCKSDB_CONFIG_SETTER_CLASS_CONFIG = "rocksdb.config.setter";

    /**
     * {@code security.protocol}: the protocol to talk to brokers with.
     */
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";

    /**
     * {@code send.buffer.bytes}: the size in bytes of the TCP send buffer; -1 for that of the operating system.
     */
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";

    /**
     * {@code statestore.cache.max.bytes}: how many bytes of changes to state stores are held back in memory, over
     * all threads, to pass on only the last change of each key.
     */
    public static final String STATESTORE_CACHE_MAX_BYTES_CONFIG = "statestore.cache.max.bytes";

    /**
     * {@code state.cleanup.delay.ms}: the time in milliseconds after which the directory of a task that has moved
     * away is deleted.
     */
    public static final String STATE_CLEANUP_DELAY_MS_CONFIG = "state.cleanup.delay.ms";

    /**
     * {@code state.cleanup.dir.max.age.ms}: the age in milliseconds from which on task directories are deleted when
     * the client starts; -1 to keep them whatever their age.
     */
    public static final String STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG = "state.cleanup.dir.max.age.ms";

    /**
     * {@code state.dir}: the directory for local state. Clients on the same machine with the same application id
     * need a directory each.
     */
    public static final String STATE_DIR_CONFIG = "state.dir";

    /**
     * {@code state.immutable.types}: classes of values that stores may hold as objects until a commit, instead of serialising
     * each as it is put. Whoever lists a class promises that nobody changes an instance after it was put into a store, nor anything in
     * it, and that its serde reads back what it wrote. Instances of subclasses are not meant. By default none; immutable types
     * that Kafka has serdes for, such as String and Long, need not be listed. Kafka Streams has no such key.
     */
    public static final String STATE_IMMUTABLE_TYPES_CONFIG = "state.immutable.types";

    /**
     * {@code state.memory.max.bytes}: how much memory the state of all clients in this process may take together: blocks
     * of files, their indexes and filters, and memtables off the heap, and on the heap the changes that are not committed and
     * rows that may be wanted again.
     * If not set, a quarter of what the container (or the machine) has beside the largest heap, at least 64 MiB and at most
     * 2 GiB. Kafka Streams has no such key.
     */
    public static final String STATE_MEMORY_MAX_BYTES_CONFIG = "state.memory.max.bytes";

    /**
     * {@code task.assignor.class}: the class that assigns tasks to clients, a TaskAssignor. If not set, the built-in
     * one does.
     */
    public static final String TASK_ASSIGNOR_CLASS_CONFIG = "task.assignor.class";

    /**
     * {@code task.timeout.ms}: how long in milliseconds a task may go on trying when a request fails again and
     * again, before the failure is raised; zero to raise the first.
     */
    public static final String TASK_TIMEOUT_MS_CONFIG = "task.timeout.ms";

    /**
     * {@code topology.optimization}: which rewritings of the topology are allowed: none, all, or a list of
     * reuse.ktable.source.topics, merge.repartition.topics and single.store.self.join.
     */
    public static final String TOPOLOGY_OPTIMIZATION_CONFIG = "topology.optimization";

    /**
     * {@code upgrade.from}: the version to upgrade from, where the upgrade needs two rolling restarts.
     */
    public static final String UPGRADE_FROM_CONFIG = "upgrade.from";

    /**
     * {@code windowstore.changelog.additional.retention.ms}: how long in milliseconds the changelog of a window
     * store keeps records beyond the retention of the store.
     */
    public static final String WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG =
            "windowstore.changelog.additional.retention.ms";

    private static final ConfigDef DEFINITION = StreamsConfigDefinition.create();
    private static final long EOS_COMMIT_INTERVAL_MS = 100L;

    private final ClientConfigs clients;

    /** Keys that are read from the given configuration as they are. Not meant for programs, and not part of the definition. */
    public static class InternalConfig {

        /** The class of the assignor, for tests. */
        public static final String INTERNAL_TASK_ASSIGNOR_CLASS = "internal.task.assignor.class";

        /** What the assignor and the thread that owns it share. */
        public static final String REFERENCE_CONTAINER_PARTITION_ASSIGNOR = "__reference.container.instance__";

        /** Who is told about assignments, for tests. */
        public static final String ASSIGNMENT_LISTENER = "__assignment.listener__";

        /** What wraps the consumer, for tests. */
        public static final String INTERNAL_CONSUMER_WRAPPER = "__internal.consumer.wrapper__";

        /** The time in milliseconds between two emissions of the unmatched records of outer joins. */
        public static final String EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX =
                "__emit.interval.ms.kstreams.outer.join.spurious.results.fix__";

        /** The time in milliseconds between two emissions of windows that have closed. */
        public static final String EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION =
                "__emit.interval.ms.kstreams.windowed.aggregation__";

        /** Whether results of queries carry positions. */
        public static final String IQ_CONSISTENCY_OFFSET_VECTOR_ENABLED = "__iq.consistency.offset.vector.enabled__";

        /** Whether tasks are processed on threads of their own. */
        public static final String PROCESSING_THREADS_ENABLED = "__processing.threads.enabled__";

        /** Creates an object without use; all members are static. */
        public InternalConfig() {}

        /**
         * Whether tasks are processed on threads of their own.
         *
         * @param configs the configuration
         * @return true if so; false by default
         */
        public static boolean processingThreadsEnabled(Map<String, Object> configs) {
            return getBoolean(configs, PROCESSING_THREADS_ENABLED, false);
        }

        /**
         * Reads a value that is true or false.
         *
         * @param configs the configuration
         * @param key the key
         * @param defaultValue what to answer if there is no value, or one of another type
         * @return the value
         */
        public static boolean getBoolean(Map<String, Object> configs, String key, boolean defaultValue) {
            Object value = configs.get(key);
            if (value instanceof Boolean bool) {
                return bool;
            }
            return value instanceof String text ? Boolean.parseBoolean(text) : defaultValue;
        }

        /**
         * Reads a number.
         *
         * @param configs the configuration
         * @param key the key
         * @param defaultValue what to answer if there is no value, or one of another type
         * @return the value
         * @throws NumberFormatException if the value is a text that is not a number
         */
        public static long getLong(Map<String, Object> configs, String key, long defaultValue) {
            Object value = configs.get(key);
            if (value instanceof Number number) {
                return number.longValue();
            }
            return value instanceof String text ? Long.parseLong(text) : defaultValue;
        }

        /**
         * Reads a text.
         *
         * @param configs the configuration
         * @param key the key
         * @param defaultValue what to answer if there is no value, or one of another type
         * @return the value
         */
        public static String getString(Map<String, Object> configs, String key, String defaultValue) {
            return configs.get(key) instanceof String text ? text : defaultValue;
        }
    }

    /**
     * Checks and completes a configuration.
     *
     * @param props the settings, as {@code Properties} or a map; values are text or of the type of the key
     * @throws ConfigException if a required key is missing or a value is not allowed
     */
    public StreamsConfig(Map<?, ?> props) {
        this(props, true);
    }

    /**
     * Checks and completes a configuration.
     *
     * @param props the settings
     * @param doLog whether to log the result
     * @throws ConfigException if a required key is missing or a value is not allowed
     */
    protected StreamsConfig(Map<?, ?> props, boolean doLog) {
        super(DEFINITION, props, doLog);
        clients = new ClientConfigs(originals(), values(), usesTransactions());
        SettingChecks.checkTransactionTimeout(this, clients.transactionTimeoutMs());
        SettingChecks.checkGroupProtocol(this);
        SettingChecks.checkClientTags(this);
        if (doLog) {
            RetiredKeys.warn(originals());
        }
    }

    /**
     * Puts {@link #CONSUMER_PREFIX} before a key.
     *
     * @param consumerProp a key of consumers
     * @return the key with its prefix
     */
    public static String consumerPrefix(String consumerProp) {
        return CONSUMER_PREFIX + consumerProp;
    }

    /**
     * Puts {@link #MAIN_CONSUMER_PREFIX} before a key.
     *
     * @param consumerProp a key of consumers
     * @return the key with its prefix
     */
    public static String mainConsumerPrefix(String consumerProp) {
        return MAIN_CONSUMER_PREFIX + consumerProp;
    }

    /**
     * Puts {@link #RESTORE_CONSUMER_PREFIX} before a key.
     *
     * @param consumerProp a key of consumers
     * @return the key with its prefix
     */
    public static String restoreConsumerPrefix(String consumerProp) {
        return RESTORE_CONSUMER_PREFIX + consumerProp;
    }

    /**
     * Puts {@link #CLIENT_TAG_PREFIX} before a name.
     *
     * @param clientTagKey the name of a tag
     * @return the name with its prefix
     */
    public static String clientTagPrefix(String clientTagKey) {
        return CLIENT_TAG_PREFIX + clientTagKey;
    }

    /**
     * Puts {@link #GLOBAL_CONSUMER_PREFIX} before a key.
     *
     * @param consumerProp a key of consumers
     * @return the key with its prefix
     */
    public static String globalConsumerPrefix(String consumerProp) {
        return GLOBAL_CONSUMER_PREFIX + consumerProp;
    }

    /**
     * Puts {@link #PRODUCER_PREFIX} before a key.
     *
     * @param producerProp a key of producers
     * @return the key with its prefix
     */
    public static String producerPrefix(String producerProp) {
        return PRODUCER_PREFIX + producerProp;
    }

    /**
     * Puts {@link #ADMIN_CLIENT_PREFIX} before a key.
     *
     * @param adminClientProp a key of admin clients
     * @return the key with its prefix
     */
    public static String adminClientPrefix(String adminClientProp) {
        return ADMIN_CLIENT_PREFIX + adminClientProp;
    }

    /**
     * Puts {@link #TOPIC_PREFIX} before a key.
     *
     * @param topicProp a key of topics
     * @return the key with its prefix
     */
    public static String topicPrefix(String topicProp) {
        return TOPIC_PREFIX + topicProp;
    }

    /**
     * The keys with their types, defaults, limits and descriptions.
     *
     * @return a copy
     */
    public static ConfigDef configDef() {
        return new ConfigDef(DEFINITION);
    }

    /**
     * Adds the defaults that depend on other values: those of exactly-once processing, and those of reconnection.
     *
     * @param parsedValues the values by key
     * @return the values to change
     */
    @Override
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsedValues) {
        Map<String, Object> changes =
                new HashMap<>(CommonClientConfigs.postProcessReconnectBackoffConfigs(this, parsedValues));
        boolean transactional = EXACTLY_ONCE_V2.equals(parsedValues.get(PROCESSING_GUARANTEE_CONFIG));
        if (transactional && !originals().containsKey(COMMIT_INTERVAL_MS_CONFIG)) {
            changes.put(COMMIT_INTERVAL_MS_CONFIG, EOS_COMMIT_INTERVAL_MS);
        }
        changes.putAll(RetiredKeys.successorsOf(originals(), DEFINITION));
        return changes;
    }

    /**
     * The configuration of a consumer of input.
     *
     * @param groupId the id of the group, which is the application id
     * @param clientId the client id
     * @param threadIdx the number of the thread, which makes {@code group.instance.id} unique
     * @return settings by key, without deserializers; the library adds the assignor
     */
    public Map<String, Object> getMainConsumerConfigs(String groupId, String clientId, int threadIdx) {
        return clients.mainConsumer(groupId, clientId, threadIdx);
    }

    /**
     * The configuration of a consumer that restores state.
     *
     * @param clientId the client id
     * @return settings by key, without deserializers
     */
    public Map<String, Object> getRestoreConsumerConfigs(String clientId) {
        return clients.restoreConsumer(clientId);
    }

    /**
     * The configuration of the consumer of global stores.
     *
     * @param clientId the client id, to which {@code -global-consumer} is added
     * @return settings by key, without deserializers
     */
    public Map<String, Object> getGlobalConsumerConfigs(String clientId) {
        return clients.globalConsumer(clientId + "-global-consumer");
    }

    /**
     * The configuration of a producer.
     *
     * @param clientId the client id
     * @return settings by key, without serializers and without {@code transactional.id}
     */
    public Map<String, Object> getProducerConfigs(String clientId) {
        return clients.producer(clientId);
    }

    /**
     * The configuration of the admin client.
     *
     * @param clientId the client id
     * @return settings by key
     */
    public Map<String, Object> getAdminConfigs(String clientId) {
        return clients.admin(clientId);
    }

    /**
     * The tags of the client.
     *
     * @return values by name, without {@link #CLIENT_TAG_PREFIX}; empty for none
     */
    public Map<String, String> getClientTags() {
        return originalsWithPrefix(CLIENT_TAG_PREFIX).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, tag -> String.valueOf(tag.getValue())));
    }

    /**
     * Reads a value of {@code topology.optimization}.
     *
     * @param config the value
     * @return the rewritings that are allowed, empty for none
     * @throws ConfigException if the value is not allowed
     */
    public static Set<String> verifyTopologyOptimizationConfigs(String config) {
        return SettingChecks.topologyOptimizations(config);
    }

    /**
     * Creates what creates consumers, producers and admin clients.
     *
     * @return an instance of {@code default.client.supplier}, or one that creates Kafka's own clients
     */
    public KafkaClientSupplier getKafkaClientSupplier() {
        return getClass(DEFAULT_CLIENT_SUPPLIER_CONFIG) == null
                ? new PlainClientSupplier()
                : getConfiguredInstance(DEFAULT_CLIENT_SUPPLIER_CONFIG, KafkaClientSupplier.class);
    }

    /**
     * Creates and configures the serde for keys.
     *
     * @return a new serde
     * @throws ConfigException if {@code default.key.serde} is not set
     * @throws StreamsException if the serde cannot be created or configured
     */
    public Serde<?> defaultKeySerde() {
        return serde(DEFAULT_KEY_SERDE_CLASS_CONFIG, "key");
    }

    /**
     * Creates and configures the serde for values.
     *
     * @return a new serde
     * @throws ConfigException if {@code default.value.serde} is not set
     * @throws StreamsException if the serde cannot be created or configured
     */
    public Serde<?> defaultValueSerde() {
        return serde(DEFAULT_VALUE_SERDE_CLASS_CONFIG, "value");
    }

    /**
     * Creates and configures the timestamp extractor.
     *
     * @return a new extractor
     */
    public TimestampExtractor defaultTimestampExtractor() {
        return getConfiguredInstance(DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TimestampExtractor.class);
    }

    /**
     * Creates and configures what decides about records that cannot be deserialized.
     *
     * @return a new handler
     */
    public DeserializationExceptionHandler deserializationExceptionHandler() {
        return getConfiguredInstance(
                DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationExceptionHandler.class);
    }

    /**
     * Creates and configures what decides about records that cannot be serialized or written.
     *
     * @return a new handler
     */
    public ProductionExceptionHandler productionExceptionHandler() {
        return getConfiguredInstance(PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, ProductionExceptionHandler.class);
    }

    /**
     * Creates and configures what decides about failures of processors.
     *
     * @return a new handler
     */
    public ProcessingExceptionHandler processingExceptionHandler() {
        return getConfiguredInstance(PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingExceptionHandler.class);
    }

    /**
     * Whether the broker assigns tasks to clients.
     *
     * @return true if {@code group.protocol} is {@code streams}
     */
    protected boolean isStreamsProtocolEnabled() {
        return GroupProtocol.of(getString(GROUP_PROTOCOL_CONFIG)) == GroupProtocol.STREAMS;
    }

    /**
     * Prints the keys and their descriptions as HTML.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        System.out.println(DEFINITION.toHtml(4, key -> "streamsconfigs_" + key));
    }

    static boolean isKnown(String key) {
        return DEFINITION.names().contains(key);
    }

    boolean usesTransactions() {
        return EXACTLY_ONCE_V2.equals(getString(PROCESSING_GUARANTEE_CONFIG));
    }

    private Serde<?> serde(String key, String part) {
        Class<?> type = getClass(key);
        if (type == null) {
            throw new ConfigException("Please specify a " + part + " serde or set one through StreamsConfig#DEFAULT_"
                    + part.toUpperCase(Locale.ROOT) + "_SERDE_CLASS_CONFIG");
        }
        try {
            Serde<?> serde = getConfiguredInstance(key, Serde.class);
            serde.configure(originals(), "key".equals(part));
            return serde;
        } catch (RuntimeException e) {
            throw new StreamsException("Failed to configure " + part + " serde " + type, e);
        }
    }
}
