package io.millrace.streams.engine.runtime;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.engine.assign.UserAssignment;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.OffsetCommit;
import io.millrace.streams.engine.kafka.OffsetReset;
import io.millrace.streams.engine.kafka.OffsetResets;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.restore.RestoreWorker;
import io.millrace.streams.engine.runtime.Assembly.Shared;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.processor.assignment.TaskAssignor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Puts one worker together: its clients, its tasks' services, its restore worker. */
final class WorkerAssembly {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WARN_INTERVAL = Duration.ofSeconds(30);

    private final Assembly assembly;
    private final EngineSettings settings;
    private final Shared shared;
    private final WorkerThread thread;
    private final Mailbox mailbox;

    WorkerAssembly(Assembly assembly, Shared shared, WorkerThread thread, Mailbox mailbox) {
        this.assembly = assembly;
        this.settings = assembly.settings();
        this.shared = shared;
        this.thread = thread;
        this.mailbox = mailbox;
    }

    /** Makes the worker and starts its threads. */
    void start(int index) {
        UncommittedBudget budget = shared.state().memory().join();
        MetricScope metrics = assembly.metrics().scope(Map.of("thread-id", thread.name()));
        ConsumerSource source = source(index);
        ProducerSink sink = sink();
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
        CommitCycle commits = new CommitCycle(
                new OffsetCommit(source, sink),
                new CommitCycle.Limits(
                        budget,
                        settings.worker().heldBackBytes(),
                        settings.worker().commitInterval().toMillis()),
                assembly.clock().nowMs(),
                metrics.meter(MetricCatalog.THREAD_COMMIT));
        StreamWorker worker = new StreamWorker(
                new StreamWorker.Parts(source, commits, opener, restores, mailbox, thread),
                assembly.clock(),
                new StreamWorker.Pace(
                        settings.worker().poll(), settings.worker().maxQueuedBytes()),
                new StreamWorker.Meters(
                        metrics.meter(MetricCatalog.THREAD_POLL),
                        metrics.meter(MetricCatalog.THREAD_PROCESS),
                        metrics.meter(MetricCatalog.THREAD_PUNCTUATE)));
        metrics.gauge(MetricCatalog.INPUT_BUFFER, worker::queuedBytes);
        metrics.gauge(MetricCatalog.THREAD_STATE, () -> thread.state().name());
        restores.start();
        thread.start(
                worker,
                new WorkerThread.Equipment(
                        restores,
                        sink,
                        () -> {
                            shared.state().memory().leave(budget);
                            closeClients(sink, metrics);
                        },
                        assembly.plan().selection()));
    }

    private static void closeClients(ProducerSink sink, MetricScope metrics) {
        try (metrics) {
            sink.close();
        }
    }

    private ConsumerSource source(int index) {
        Map<String, Object> config = new HashMap<>(assembly.config()
                .getMainConsumerConfigs(settings.applicationId(), ClientIds.consumer(thread.name()), index));
        OffsetReset otherwise = OffsetReset.parse(String.valueOf(config.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.worker().fetchBytes());
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ClassicGroupAdapter.class.getName());
        config.put(
                ClassicGroupAdapter.MEMBER_CONFIG,
                new WorkerMembership(settings, shared, assembly.instances(), mailbox, userAssignment()));
        return new ConsumerSource(
                thread.name(), assembly.clients().getConsumer(config), resets(otherwise), CLOSE_TIMEOUT);
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
        return new UserAssignment(assignor, assembly.plan(), AssignmentConfigs.of(assembly.config()));
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

    private ProducerSink sink() {
        return new ProducerSink(
                thread.name(),
                assembly.clients().getProducer(assembly.config().getProducerConfigs(ClientIds.producer(thread.name()))),
                settings.tasks().errors().production(),
                CLOSE_TIMEOUT);
    }

    private RestoreThread restores() {
        String name = thread.name() + "-restore";
        Map<String, Object> config =
                new HashMap<>(assembly.config().getRestoreConsumerConfigs(ClientIds.restoreConsumer(thread.name())));
        config.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.worker().fetchBytes());
        ConsumerChangelogReader reader = ConsumerChangelogReader.open(
                assembly.clients(),
                config,
                IsolationLevel.READ_UNCOMMITTED,
                settings.internalTopics().timeout());
        RestoreWorker worker = new RestoreWorker(
                name,
                new RestoreWorker.Parts(
                        reader, RestoreThread.mailedTo(mailbox), assembly.restoreListener(), assembly.metrics()),
                assembly.clock(),
                new RestoreWorker.Timing(
                        settings.worker().poll(),
                        Duration.ofMillis(assembly.config().getLong(StreamsConfig.RETRY_BACKOFF_MS_CONFIG)),
                        WARN_INTERVAL));
        return new RestoreThread(worker, name);
    }
}
