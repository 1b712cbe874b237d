package io.millrace.streams.engine.runtime;

import io.millrace.streams.GroupProtocol;
import io.millrace.streams.KafkaClientSupplier;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.AdminGroupPositions;
import io.millrace.streams.engine.kafka.AdminTopics;
import io.millrace.streams.engine.kafka.AdminTopicsSettings;
import io.millrace.streams.engine.kafka.MeasuredClients;
import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.query.InstanceDirectory;
import io.millrace.streams.engine.query.StoreDirectory;
import io.millrace.streams.engine.runtime.global.GlobalThread;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.engine.topology.DescribedTopology;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.ProcessorSpec;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * Puts an application together: the plan, and what all its workers share. Everything is wired by hand, here and in
 * {@link WorkerAssembly}. Called by the thread that starts the client, and by those that add threads, one at a time; the lock makes a
 * close wait for an opening that is under way.
 */
public final class Assembly {

    private static final String METRICS_DOMAIN = "kafka.streams";

    private final StreamsConfig config;
    private final EngineSettings settings;
    private final KafkaClientSupplier clients;
    private final Clock clock;
    private final ExecutionPlan plan;
    private final EngineMetrics metrics;
    private final String clientId;
    private final MetricScope scope;
    private final List<MetricScope> processScopes = new ArrayList<>();
    private final InstanceDirectory instances;
    private final LocalTasks localTasks = new LocalTasks();
    private final Map<String, MeasuredClients> clientMetrics = new ConcurrentHashMap<>();
    private final Admin admin;
    private final TopicCatalog topics;
    private @Nullable StandbyUpdateListener standbyListener;
    private StateRestoreListener restoreListener = new SilentRestoreListener();
    private volatile Map<String, StateStore> globalStores = Map.of();
    private @Nullable BrokerWatch brokers;
    private @Nullable Supplier<State> clientState;
    private final String topology;
    private @Nullable Shared shared;
    private boolean closed;

    /**
     * What is opened at the start and closed at the end.
     *
     * @param directory where state is kept
     * @param state how state is opened
     * @param planner plans assignments
     * @param housekeeping cleans up now and then
     */
    record Shared(
            TaskDirectories directory, StateResources state, AssignmentPlanner planner, Housekeeping housekeeping) {}

    /**
     * Compiles the topology, reads the settings and makes the admin client, which asks nothing yet; opens nothing else.
     *
     * @param topology what to run
     * @param config the settings
     * @param clients makes the Kafka clients
     * @param clock the time
     */
    public Assembly(TopologyBlueprint topology, StreamsConfig config, KafkaClientSupplier clients, Clock clock) {
        requireClassicProtocol(config);
        this.config = config;
        this.settings = EngineSettings.of(config);
        this.clients = clients;
        this.clock = clock;
        trySuppliers(topology);
        this.topology = DescribedTopology.of(topology).toString();
        this.plan = TopologyCompiler.compile(topology, settings.applicationId());
        requireTopicNames(plan);
        String configuredId = settings.clientId();
        this.clientId = configuredId == null ? settings.applicationId() + "-" + UUID.randomUUID() : configuredId;
        this.metrics = new EngineMetrics(registry(config, clientId));
        this.scope = metrics.scope(Map.of("client-id", clientId));
        this.instances = new InstanceDirectory(plan, settings.host());
        // Last, because it has a thread: nothing after it may fail.
        MeasuredClients own = new MeasuredClients(clients);
        clientMetrics.put(clientId, own);
        this.admin = own.getAdmin(config.getAdminConfigs(ClientIds.admin(clientId)));
        this.topics = new AdminTopics(
                admin,
                new AdminTopicsSettings(
                        settings.internalTopics().replicationFactor(),
                        settings.internalTopics().timeout(),
                        Duration.ofMillis(config.getLong(StreamsConfig.RETRY_BACKOFF_MS_CONFIG))),
                clock);
    }

    /** A supplier that fails shall do so here, as in Kafka Streams, and not on a thread when a task is made. */
    private static void trySuppliers(TopologyBlueprint topology) {
        for (NodeSpec node : topology.nodes()) {
            if (node instanceof ProcessorSpec processor) {
                Object made = processor.supplier() == null
                        ? Objects.requireNonNull(processor.fixedKeySupplier()).get()
                        : processor.supplier().get();
                Objects.requireNonNull(made, () -> "The supplier of processor '" + node.name() + "' gave null");
            }
        }
    }

    private static Metrics registry(StreamsConfig config, String clientId) {
        MetricConfig metricConfig = new MetricConfig()
                .samples(config.getInt(StreamsConfig.METRICS_NUM_SAMPLES_CONFIG))
                .recordLevel(RecordingLevel.forName(config.getString(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG)))
                .timeWindow(config.getLong(StreamsConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG), TimeUnit.MILLISECONDS);
        List<MetricsReporter> reporters = config.getConfiguredInstances(
                StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG,
                MetricsReporter.class,
                Map.of(StreamsConfig.CLIENT_ID_CONFIG, clientId));
        return new Metrics(
                metricConfig,
                reporters,
                Time.SYSTEM,
                new KafkaMetricsContext(
                        METRICS_DOMAIN, config.originalsWithPrefix(CommonClientConfigs.METRICS_CONTEXT_PREFIX)));
    }

    /** The settings. */
    public EngineSettings settings() {
        return settings;
    }

    /** Names of all stores. */
    public Set<String> storeNames() {
        return allStores().map(StorePlan::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The prefix of the names of threads and Kafka clients. */
    public String clientId() {
        return clientId;
    }

    /** The client that looks up and makes topics; closed with the rest. */
    public Admin admin() {
        return admin;
    }

    TopicCatalog topics() {
        return topics;
    }

    /** Which instance hosts what. */
    InstanceDirectory instances() {
        return instances;
    }

    /** The tasks of this instance. */
    LocalTasks localTasks() {
        return localTasks;
    }

    void standbyListener(@Nullable StandbyUpdateListener listener) {
        standbyListener = listener;
    }

    @Nullable
    StandbyUpdateListener standbyListener() {
        return standbyListener;
    }

    void restoreListener(@Nullable StateRestoreListener listener) {
        restoreListener = listener == null ? new SilentRestoreListener() : listener;
    }

    void publishClientMetrics(Supplier<State> state, Threads threads, BrokerWatch watch) {
        brokers = watch;
        scope.gauge(MetricCatalog.CLIENT_BROKER_SILENCE, watch::silenceMs);
        scope.gauge(MetricCatalog.CLIENT_STATE, () -> state.get().name());
        scope.gauge(MetricCatalog.CLIENT_ALIVE_THREADS, threads.alive()::getAsInt);
        scope.gauge(MetricCatalog.CLIENT_FAILED_THREADS, threads.failed()::getAsInt);
        scope.gauge(MetricCatalog.CLIENT_APPLICATION_ID, settings::applicationId);
        scope.gauge(MetricCatalog.CLIENT_VERSION, () -> Build.VERSION);
        scope.gauge(MetricCatalog.CLIENT_COMMIT_ID, () -> Build.COMMIT);
        scope.gauge(MetricCatalog.CLIENT_TOPOLOGY, () -> topology);
        clientState = state;
    }

    /**
     * What is told of stream threads.
     *
     * @param alive how many there are
     * @param failed how many failed since the start
     */
    record Threads(IntSupplier alive, IntSupplier failed) {}

    @SuppressWarnings("EnumOrdinal") // That is what Kafka Streams shows.
    static int number(Enum<?> value) {
        return value.ordinal();
    }

    /** What says of which process it is, which is known when the state directory is open. */
    private void publishProcessMetrics(UUID process) {
        MetricScope numbers = ofProcess(Map.of("client-id", clientId, "process-id", process.toString()));
        numbers.gauge(MetricCatalog.CLIENT_RECORDING_LEVEL, metrics::recordingLevel);
        MetricScope states = ofProcess(Map.of(
                "client-id", clientId, "process-id", process.toString(), "application-id", settings.applicationId()));
        states.gauge(
                MetricCatalog.CLIENT_STATE_NUMBER,
                () -> number(Objects.requireNonNull(clientState).get()));
    }

    private MetricScope ofProcess(Map<String, String> tags) {
        MetricScope made = metrics.scope(tags);
        processScopes.add(made);
        return made;
    }

    private static void requireClassicProtocol(StreamsConfig config) {
        String protocol = config.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        if (GroupProtocol.of(protocol) != GroupProtocol.CLASSIC) {
            throw new ConfigException(
                    StreamsConfig.GROUP_PROTOCOL_CONFIG,
                    protocol,
                    "The Kafka clients offer this protocol to Kafka Streams only; use classic, and do not mix both in"
                            + " one group");
        }
    }

    /** Topics of ours bear the application id; a broker would refuse them after the start. */
    private static void requireTopicNames(ExecutionPlan plan) {
        for (String topic : plan.internalTopics()) {
            try {
                Topic.validate(topic);
            } catch (InvalidTopicException e) {
                throw new ConfigException(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        plan.applicationId(),
                        "It begins the name of topic '" + topic + "', which the application needs. " + e.getMessage());
            }
        }
    }

    /** Opens what all workers share; fails if the state directory cannot be had. Without effect once it was closed. */
    synchronized void open() {
        if (closed) {
            return;
        }
        if (plan.subtopologies().isEmpty() && plan.globals().isEmpty()) {
            throw new StreamsException("The topology of application '" + settings.applicationId()
                    + "' has no source; add one with StreamsBuilder.stream, StreamsBuilder.table or"
                    + " Topology.addSource");
        }
        allStores().map(StorePlan::name).forEach(StateDirectory::requireStoreName);
        TaskDirectories directory = TaskDirectories.open(settings, clock, keepsStateOnDisk());
        ProcessMemory.Lease memory = null;
        try {
            directory.requireNoLoss(plan);
            memory = ProcessMemory.ofThisProcess().lease(settings.state().memory(), clientId);
            memory.publish(scope);
            publishProcessMetrics(directory.processId());
            scope.gauge(MetricCatalog.CLIENT_STATE_SET_ASIDE, directory::setAsideCount);
            shared = new Shared(
                    directory,
                    StateResources.open(directory, memory, settings, metrics, clock),
                    new AssignmentPlanner(
                            plan,
                            settings.internalTopics(),
                            topics,
                            new AdminGroupPositions(admin, settings.applicationId())),
                    new Housekeeping(
                            clientId, topics, directory, plan.repartitions().keySet()));
            shared.housekeeping().start(settings, Objects.requireNonNull(brokers));
        } catch (RuntimeException e) {
            if (memory != null) {
                memory.close();
            }
            directory.close();
            throw e;
        }
    }

    private Stream<StorePlan> allStores() {
        return Stream.concat(
                plan.subtopologies().stream().flatMap(subtopology -> subtopology.stores().stream()),
                plan.globals().stores().stream());
    }

    private boolean keepsStateOnDisk() {
        return allStores().anyMatch(store -> store.builder().build().persistent());
    }

    /** Makes the thread that fills the global stores; empty if there are none. It is not started. */
    synchronized Optional<GlobalThread> globalThread(GlobalThread.Observer observer) {
        Shared opened = shared;
        if (opened == null || plan.globals().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GlobalAssembly(this, opened).thread(observer));
    }

    /** Gives the tasks of workers started from now on these global stores to read, by name. */
    void globalStores(Map<String, StateStore> stores) {
        globalStores = Map.copyOf(stores);
    }

    Map<String, StateStore> globalStores() {
        return globalStores;
    }

    /** Makes a worker and starts its thread. */
    WorkerThread startWorker(int index, StoreDirectory stores, WorkerThread.Ending ending) {
        Shared opened = shared;
        if (opened == null) {
            throw new IllegalStateException("The client is not open");
        }
        Mailbox mailbox = new Mailbox();
        WorkerThread thread =
                new WorkerThread(ClientIds.thread(clientId, index), mailbox, stores, opened.housekeeping(), ending);
        new WorkerAssembly(this, opened, thread, mailbox).start(index);
        return thread;
    }

    StreamsConfig config() {
        return config;
    }

    KafkaClientSupplier clients() {
        return clients;
    }

    Clock clock() {
        return clock;
    }

    ExecutionPlan plan() {
        return plan;
    }

    EngineMetrics metrics() {
        return metrics;
    }

    StateRestoreListener restoreListener() {
        return restoreListener;
    }

    /** The Kafka clients of threads, by thread; and those of nobody in particular. */
    Map<String, MeasuredClients> clientMetrics() {
        return clientMetrics;
    }

    /** The metrics of the engine and of its Kafka clients, as there are now. */
    Map<MetricName, Metric> allMetrics() {
        Map<MetricName, Metric> all = new HashMap<>(metrics.metrics());
        clientMetrics.values().forEach(clients -> all.putAll(clients.metrics()));
        return Collections.unmodifiableMap(all);
    }

    /** Closes what all workers shared. */
    synchronized void close() {
        closed = true;
        Closing closing = new Closing(null);
        Shared opened = shared;
        if (opened != null) {
            closing.step(opened.housekeeping()::close);
            closing.step(opened.state()::close);
            closing.step(opened.directory()::close);
            shared = null;
        }
        closing.step(topics::close);
        closing.step(scope::close);
        processScopes.forEach(process -> closing.step(process::close));
        clientMetrics.clear();
        closing.step(metrics::close);
        closing.finish();
    }

    /** Deletes the local state. */
    void wipeState() {
        TaskDirectories.wipe(settings, clock);
    }
}
