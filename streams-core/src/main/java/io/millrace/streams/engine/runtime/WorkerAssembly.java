package io.millrace.streams.engine.runtime;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.engine.assign.Site;
import io.millrace.streams.engine.assign.UserAssignment;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.AdminGroupPositions;
import io.millrace.streams.engine.kafka.ClientTimes;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.MeasuredClients;
import io.millrace.streams.engine.kafka.OffsetCommit;
import io.millrace.streams.engine.kafka.OffsetReset;
import io.millrace.streams.engine.kafka.OffsetResets;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.kafka.TransactionVersion;
import io.millrace.streams.engine.kafka.TransactionalCommit;
import io.millrace.streams.engine.kafka.Transactions;
import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.restore.ReadAheadReader;
import io.millrace.streams.engine.restore.RestoreWorker;
import io.millrace.streams.engine.runtime.Assembly.Shared;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.assignment.TaskAssignor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Puts one worker together: its clients, its tasks' services, its restore worker. */
final class WorkerAssembly {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** Records in one batch of a restore, at most: the larger the batch that is sorted, the cheaper it is to write (ADR 29). */
    private static final int RESTORED_AT_ONCE = 20_000;

    /** How often standby tasks ask how far the group has committed: about once a commit, within these limits. */
    private static final Duration MIN_FOLLOW_INTERVAL = Duration.ofMillis(100);

    private static final Duration MAX_FOLLOW_INTERVAL = Duration.ofSeconds(5);

    private static final Duration WARN_INTERVAL = Duration.ofSeconds(30);

    private final Assembly assembly;
    private final EngineSettings settings;
    private final Shared shared;
    private final WorkerThread thread;
    private final Mailbox mailbox;
    private final MeasuredClients clients;

    WorkerAssembly(Assembly assembly, Shared shared, WorkerThread thread, Mailbox mailbox) {
        this.assembly = assembly;
        this.settings = assembly.settings();
        this.shared = shared;
        this.thread = thread;
        this.mailbox = mailbox;
        this.clients = new MeasuredClients(assembly.clients());
    }

    private WorkerMembership membership(Map<String, Object> consumer) {
        return new WorkerMembership(
                settings,
                new WorkerMembership.Own(
                        shared.directory(),
                        assembly.localTasks(),
                        thread.name(),
                        assembly.plan().fingerprint()),
                new WorkerMembership.Leading(shared.planner(), userAssignment()),
                assembly.instances(),
                mailbox,
                site(consumer));
    }

    /** Makes the worker and starts its threads. */
    void start(int index) {
        UncommittedBudget budget = shared.state().memory().join();
        MetricScope metrics = assembly.metrics().scope(Map.of("thread-id", thread.name()));
        Map<String, Object> consumer = assembly.config()
                .getMainConsumerConfigs(settings.applicationId(), ClientIds.consumer(thread.name()), index);
        WorkerMembership membership = membership(consumer);
        ConsumerSource source = source(consumer, membership);
        RebalancePause pause = pause(membership, consumer);
        Output output = output(source, pause, index);
        ProducerSink sink = output.sink();
        RestoreThread restores = restores();
        TaskServices services = new TaskServices(
                settings.tasks(),
                sink,
                assembly.clock(),
                source::cachedLag,
                assembly.metrics(),
                thread.name(),
                assembly.globalStores());
        TaskOpener opener = new TaskOpener(
                assembly.plan(), services, shared.directory(), shared.state().backends(), budget);
        WorkerMeters meters = new WorkerMeters(metrics, assembly.clock());
        CommitCycle commits = commits(output, budget, meters);
        StreamWorker worker = new StreamWorker(
                new StreamWorker.Parts(source, commits, opener, restores, mailbox, thread),
                assembly.clock(),
                new StreamWorker.Pace(
                        settings.worker().poll(), settings.worker().maxQueuedBytes(), pause),
                meters);
        metrics.gauge(MetricCatalog.INPUT_BUFFER, worker::queuedBytes);
        metrics.gauge(MetricCatalog.THREAD_STATE, () -> thread.state().name());
        metrics.gauge(MetricCatalog.THREAD_BLOCKED_NANOS, clients::waitedNanos);
        long startedMs = assembly.clock().nowMs();
        metrics.gauge(MetricCatalog.THREAD_START_TIME, () -> startedMs);
        MetricScope ofProcess = assembly.metrics()
                .scope(Map.of(
                        "thread-id",
                        thread.name(),
                        "process-id",
                        shared.directory().processId().toString()));
        ofProcess.gauge(MetricCatalog.THREAD_STATE_NUMBER, () -> Assembly.number(thread.state()));
        assembly.clientMetrics().put(thread.name(), clients);
        assembly.localTasks().add(thread.name(), thread);
        restores.start();
        thread.start(
                worker,
                new WorkerThread.Equipment(
                        restores,
                        membership,
                        source,
                        sink,
                        () -> {
                            assembly.localTasks().remove(thread.name());
                            shared.state().memory().leave(budget);
                            assembly.clientMetrics().remove(thread.name());
                            ofProcess.close();
                            closeClients(sink, metrics);
                        },
                        assembly.plan().selection()));
    }

    private CommitCycle commits(Output output, UncommittedBudget budget, WorkerMeters meters) {
        return new CommitCycle(
                output.protocol(),
                new CommitCycle.Limits(
                        budget,
                        settings.worker().heldBackBytes(),
                        settings.worker().commitInterval().toMillis()),
                assembly.clock(),
                meters);
    }

    private static void closeClients(ProducerSink sink, MetricScope metrics) {
        try (metrics) {
            sink.close();
        }
    }

    private Site site(Map<String, Object> consumer) {
        Object rack = consumer.get(ConsumerConfig.CLIENT_RACK_CONFIG);
        return new Site(rack == null || rack.toString().isEmpty() ? null : rack.toString(), settings.clientTags());
    }

    private ConsumerSource source(Map<String, Object> consumer, WorkerMembership membership) {
        Map<String, Object> config = new HashMap<>(consumer);
        OffsetReset otherwise = OffsetReset.parse(String.valueOf(config.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.worker().fetchBytes());
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ClassicGroupAdapter.class.getName());
        config.put(ClassicGroupAdapter.MEMBER_CONFIG, membership);
        return new ConsumerSource(
                thread.name(), clients.getConsumer(config), resets(otherwise), CLOSE_TIMEOUT, assembly.clock());
    }

    /** Each worker has an assignor of its own: which of them leads the group may change. */
    private @Nullable UserAssignment userAssignment() {
        String name = assembly.config().getString(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG);
        if (name == null) {
            return null;
        }
        TaskAssignor assignor;
        try {
            assignor = Utils.newInstance(name, TaskAssignor.class);
        } catch (ClassNotFoundException | KafkaException e) {
            throw new StreamsException(
                    StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG + "=" + name
                            + " cannot be used; it must be the name of a TaskAssignor with a public constructor without"
                            + " parameters",
                    e);
        }
        assignor.configure(assembly.config().originals());
        return new UserAssignment(assignor, assembly.plan(), settings.assignment());
    }

    /** What the user set for a source; a repartition topic is always read from its beginning. */
    private OffsetResets resets(OffsetReset otherwise) {
        Map<String, OffsetReset> byTopic = new HashMap<>();
        List<OffsetResets.OfPattern> byPattern = new ArrayList<>();
        for (SubtopologyPlan subtopology : assembly.plan().subtopologies()) {
            for (NodeSpec node : subtopology.nodes()) {
                if (node instanceof SourceSpec source && source.offsetReset() != null) {
                    OffsetReset reset = OffsetReset.of(source.offsetReset());
                    source.topics().forEach(topic -> byTopic.put(topic, reset));
                    if (source.pattern() != null) {
                        byPattern.add(new OffsetResets.OfPattern(source.pattern(), reset));
                    }
                }
            }
        }
        assembly.plan().repartitions().keySet().forEach(topic -> byTopic.put(topic, OffsetReset.EARLIEST));
        return new OffsetResets(byTopic, byPattern, otherwise);
    }

    /** The way out of the worker, and how what went out is committed. */
    private record Output(ProducerSink sink, CommitProtocol protocol) {}

    private Output output(ConsumerSource source, RebalancePause pause, int index) {
        Map<String, Object> config = assembly.config().getProducerConfigs(ClientIds.producer(thread.name()));
        ProductionExceptionHandler handler = settings.tasks().errors().production();
        if (!settings.worker().exactlyOnce()) {
            ProducerSink sink = new ProducerSink(thread.name(), clients.getProducer(config), handler, CLOSE_TIMEOUT);
            return new Output(sink, new OffsetCommit(source, sink));
        }
        Map<String, Object> transactional = new HashMap<>(config);
        transactional.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                ClientIds.transactions(
                        settings.applicationId(), shared.directory().processId(), index));
        Transactions transactions = new Transactions(
                thread.name(),
                () -> clients.getProducer(transactional),
                () -> TransactionVersion.require(
                        assembly.admin(), settings.internalTopics().timeout()));
        ProducerSink sink = new ProducerSink(thread.name(), transactions, handler, CLOSE_TIMEOUT);
        return new Output(sink, new TransactionalCommit(source, sink, transactions, pause));
    }

    private RebalancePause pause(WorkerMembership membership, Map<String, Object> consumer) {
        Map<String, Object> producer = assembly.config().getProducerConfigs(ClientIds.producer(thread.name()));
        return new RebalancePause(
                membership::isJoining, membership::rounds, assembly.clock(), ClientTimes.of(consumer, producer));
    }

    /** Whether the user set this for the consumer that restores. */
    private boolean isChosen(String key) {
        Map<String, Object> given = assembly.config().originals();
        return given.containsKey(key)
                || given.containsKey(StreamsConfig.CONSUMER_PREFIX + key)
                || given.containsKey(StreamsConfig.RESTORE_CONSUMER_PREFIX + key);
    }

    private RestoreWorker.Following following() {
        Duration interval = settings.worker().commitInterval();
        if (interval.compareTo(MAX_FOLLOW_INTERVAL) > 0) {
            interval = MAX_FOLLOW_INTERVAL;
        } else if (interval.compareTo(MIN_FOLLOW_INTERVAL) < 0) {
            interval = MIN_FOLLOW_INTERVAL;
        }
        return new RestoreWorker.Following(
                assembly.standbyListener(),
                new AdminGroupPositions(assembly.admin(), settings.applicationId()),
                interval,
                settings.worker().exactlyOnce());
    }

    private RestoreThread restores() {
        String name = thread.name() + "-restore";
        Map<String, Object> config =
                new HashMap<>(assembly.config().getRestoreConsumerConfigs(ClientIds.restoreConsumer(thread.name())));
        config.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.worker().fetchBytes());
        if (!isChosen(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)) {
            config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RESTORED_AT_ONCE);
        }
        ChangelogReader reader = new ReadAheadReader(
                ConsumerChangelogReader.open(
                        clients,
                        config,
                        settings.worker().exactlyOnce()
                                ? IsolationLevel.READ_COMMITTED
                                : IsolationLevel.READ_UNCOMMITTED,
                        settings.internalTopics().timeout(),
                        assembly.clock()),
                Executors.newSingleThreadExecutor(reading -> {
                    Thread made = new Thread(reading, name + "-reader");
                    made.setDaemon(true);
                    return made;
                }));
        RestoreWorker worker = new RestoreWorker(
                name,
                new RestoreWorker.Parts(
                        reader,
                        RestoreThread.mailedTo(mailbox),
                        assembly.restoreListener(),
                        assembly.topics()::endOffsets,
                        assembly.metrics(),
                        following()),
                assembly.clock(),
                new RestoreWorker.Timing(
                        settings.worker().poll(),
                        Duration.ofMillis(assembly.config().getLong(StreamsConfig.RETRY_BACKOFF_MS_CONFIG)),
                        WARN_INTERVAL));
        return new RestoreThread(worker, name);
    }
}
