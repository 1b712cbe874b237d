package io.millrace.streams.engine.runtime;

import io.millrace.streams.KafkaClientSupplier;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.engine.assign.Site;
import io.millrace.streams.engine.kafka.ClientTimes;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.OffsetCommit;
import io.millrace.streams.engine.kafka.OffsetReset;
import io.millrace.streams.engine.kafka.OffsetResets;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.kafka.TransactionalCommit;
import io.millrace.streams.engine.kafka.Transactions;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.query.InstanceDirectory;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.restore.RestoreWorker;
import io.millrace.streams.engine.simulation.Pulse;
import io.millrace.streams.engine.simulation.SimulatedBroker;
import io.millrace.streams.engine.simulation.SimulatedMember;
import io.millrace.streams.engine.simulation.SimulatedProducer;
import io.millrace.streams.engine.simulation.SimulatedReader;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** A worker and its restore worker, wired as {@link WorkerAssembly} wires them, around simulated clients, and without threads. */
final class SimulatedWorker implements Pulse, WorkerObserver, LocalTasks.Tasks {

    private static final Duration NO_TIME = Duration.ofMillis(10);

    private final SimulatedProcess process;
    private final String name;
    private final int thread;
    private final Interference interference;
    private final SimulatedMember member;
    private final List<SimulatedProducer> producers = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox();
    private final SteppedRestores restores;
    private final StreamWorker worker;
    private final ProducerSink sink;
    private final UncommittedBudget budget;
    private List<ActiveTask> tasks = List.of();
    private List<StandbyTask> standbys = List.of();
    private boolean dead;
    private boolean restoring;

    /** What the simulation does to a worker in the middle of its work, and looks at. */
    interface Interference {

        /** A worker is about to do something, or has done it. */
        void beat(SimulatedWorker worker, String where);

        /** A store is about to be written. */
        void storeWritten(SimulatedWorker worker, Map<String, Long> marks);
    }

    SimulatedWorker(SimulatedProcess process, int thread, Interference interference) {
        this.process = process;
        this.thread = thread;
        this.interference = interference;
        this.name = "p" + process.index + "-" + thread;
        Scenario scenario = process.scenario;
        SimulatedBroker broker = process.broker;
        EngineMetrics metrics = new EngineMetrics(new Metrics());
        this.budget = new UncommittedBudget(process.index == 1 ? 400 : 20_000);
        WorkerMembership membership = membership();
        ClassicGroupAdapter assignor = new ClassicGroupAdapter();
        assignor.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, membership));
        this.member = new SimulatedMember(broker, this, assignor, scenario.exactlyOnce());
        ConsumerSource source = new ConsumerSource(
                name, member.client(), new OffsetResets(Map.of(), OffsetReset.EARLIEST), NO_TIME, process.clock);
        RebalancePause pause = new RebalancePause(
                membership::isJoining, membership::rounds, process.clock, new ClientTimes(3_000, 10_000));
        Output output = output(source, pause);
        this.sink = output.sink();
        this.restores = restores(metrics);
        TaskServices services = new TaskServices(
                scenario.settings().tasks(), sink, process.clock, source::cachedLag, metrics, name, Map.of());
        TaskOpener opener = new TaskOpener(
                scenario.plan(),
                services,
                process,
                new StateBackends(task -> process.open(task, this), task -> new HeapBackend()),
                budget);
        WorkerMeters meters = new WorkerMeters(metrics.scope(Map.of("thread-id", name)), process.clock);
        CommitCycle commits = new CommitCycle(
                process.defects.contains(Defect.STORE_BEFORE_COMMIT)
                        ? new HastyCommits(output.protocol())
                        : output.protocol(),
                new CommitCycle.Limits(
                        budget,
                        scenario.settings().worker().heldBackBytes(),
                        scenario.settings().worker().commitInterval().toMillis()),
                process.clock,
                meters);
        this.worker = new StreamWorker(
                new StreamWorker.Parts(
                        process.defects.contains(Defect.LEAKED_TASK) ? new DeafSource(source) : source,
                        commits,
                        opener,
                        restores,
                        mailbox,
                        this),
                process.clock,
                new StreamWorker.Pace(NO_TIME, scenario.settings().worker().maxQueuedBytes(), pause),
                meters);
    }

    private WorkerMembership membership() {
        Scenario scenario = process.scenario;
        AssignmentPlanner planner = new AssignmentPlanner(
                scenario.plan(), scenario.settings().internalTopics(), process.broker, positions());
        return new WorkerMembership(
                scenario.settings(),
                new WorkerMembership.Own(
                        process, process.tasks(), name, scenario.plan().fingerprint()),
                new WorkerMembership.Leading(planner, null),
                new InstanceDirectory(scenario.plan(), null),
                mailbox,
                Site.UNKNOWN);
    }

    private record Output(ProducerSink sink, CommitProtocol protocol) {}

    private Output output(ConsumerSource source, RebalancePause pause) {
        ProductionExceptionHandler handler =
                process.scenario.settings().tasks().errors().production();
        if (!process.scenario.exactlyOnce()) {
            ProducerSink plain = new ProducerSink(name, newProducer(null), handler, NO_TIME);
            return new Output(plain, new OffsetCommit(source, plain));
        }
        String id = ClientIds.transactions(Scenario.APPLICATION, process.processId(), thread);
        Transactions transactions = new Transactions(name, () -> newProducer(id), () -> {});
        ProducerSink transactional = new ProducerSink(name, transactions, handler, NO_TIME);
        return new Output(transactional, new TransactionalCommit(source, transactional, transactions, pause));
    }

    private SteppedRestores restores(EngineMetrics metrics) {
        boolean exactlyOnce = process.scenario.exactlyOnce();
        RestoreWatch watch = new RestoreWatch(process.broker.trace());
        RestoreClients clients = new RestoreClients(new SimulatedReader(process.broker, this, exactlyOnce).client());
        RestoreWorker restoring = new RestoreWorker(
                name + "-restore",
                new RestoreWorker.Parts(
                        ConsumerChangelogReader.open(
                                clients,
                                Map.of(),
                                exactlyOnce ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED,
                                NO_TIME,
                                process.clock),
                        RestoreThread.mailedTo(mailbox),
                        watch,
                        process.broker::endOffsets,
                        metrics,
                        new RestoreWorker.Following(watch, positions(), Duration.ofMillis(100), exactlyOnce)),
                process.clock,
                new RestoreWorker.Timing(NO_TIME, Duration.ofMillis(50), Duration.ofSeconds(30)));
        return new SteppedRestores(restoring, process.defects.contains(Defect.RESTORED_BEYOND_THE_COMMIT));
    }

    private Producer<byte[], byte[]> newProducer(@Nullable String id) {
        SimulatedProducer producer = new SimulatedProducer(process.broker, this, id);
        producers.add(producer);
        return producer.client();
    }

    /** What an admin client says of the group: what is not in a transaction that has not ended. */
    private GroupPositions positions() {
        return new GroupPositions() {
            @Override
            public CompletionStage<Map<TopicPartition, LogPosition>> of(Set<TopicPartition> partitions) {
                Map<TopicPartition, LogPosition> positions = new HashMap<>();
                for (TopicPartition partition : partitions) {
                    OffsetAndMetadata committed = process.broker.offsets().get(partition);
                    if (committed != null) {
                        positions.put(partition, new LogPosition(committed.offset(), committed.metadata()));
                    }
                }
                return CompletableFuture.completedFuture(positions);
            }

            @Override
            public CompletionStage<Map<TopicPartition, LogPosition>> all() {
                return CompletableFuture.failedFuture(new IllegalStateException("no patterns"));
            }
        };
    }

    void join() {
        process.tasks().add(name, this);
        worker.join(process.scenario.plan().selection());
    }

    /** Steps the stream worker. */
    void step() {
        if (!worker.step()) {
            worker.closeCleanly();
            sink.close();
            dead = true;
            process.broker.trace().event(name + " ended");
            process.ended(this);
        }
    }

    void stepRestores() {
        restoring = true;
        try {
            restores.step();
        } finally {
            restoring = false;
        }
    }

    void stop() {
        mailbox.post(Mail.Stop.leaving());
    }

    void askForAssignment() {
        mailbox.post(new Mail.AskForAssignment(0, "the simulation wants it"));
    }

    /** The process is gone. */
    void die() {
        producers.forEach(SimulatedProducer::abandon);
        dead = true;
    }

    /** The threads of its clients do something. */
    void beatHeart() {
        member.beat();
    }

    /** Something that was sent arrives; false if nothing is on its way. */
    boolean deliver() {
        for (SimulatedProducer producer : producers) {
            if (producer.deliverSome()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void beat(String where) {
        String place = restoring ? "restoring: " + where : where;
        if (dead) {
            throw new Killed(place);
        }
        interference.beat(this, place);
        if (dead) {
            throw new Killed(place);
        }
    }

    SimulatedProcess process() {
        return process;
    }

    Interference interference() {
        return interference;
    }

    /** Whether entries of the log with this producer are its own. */
    boolean sent(long producer) {
        return producers.stream().anyMatch(one -> one.is(producer));
    }

    UncommittedBudget budget() {
        return budget;
    }

    int thread() {
        return thread;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void stateChanged(WorkerState state) {}

    @Override
    public void tasksChanged(Collection<ActiveTask> changed) {
        tasks = List.copyOf(changed);
        StringBuilder shown = new StringBuilder(name).append(" has");
        changed.forEach(task -> shown.append(' ').append(task.id()).append(task.phase()));
        process.broker.trace().event(shown.toString());
    }

    @Override
    public void toldThatTheApplicationEnds() {
        throw new AssertionError("nobody asked for the end");
    }

    @Override
    public void standbysChanged(Collection<StandbyTask> changed) {
        standbys = List.copyOf(changed);
        StringBuilder shown = new StringBuilder(name).append(" follows");
        changed.forEach(task -> shown.append(' ').append(task.id()));
        process.broker.trace().event(shown.toString());
    }

    List<ActiveTask> activeTasks() {
        return tasks;
    }

    List<StandbyTask> standbyTasks() {
        return standbys;
    }

    @Override
    public Collection<TaskView> tasks() {
        return tasks.stream()
                .map(task -> new TaskView(task.id(), task.inputs(), task.phase()))
                .toList();
    }

    @Override
    public Collection<TaskView> standbys() {
        return standbys.stream()
                .map(task -> new TaskView(task.id(), task.inputs(), TaskPhase.RESTORING))
                .toList();
    }

    @Override
    public Map<TaskId, RestoreProgress> restoreProgress() {
        return restores.progress();
    }

    @Override
    public Map<TaskId, RestoreProgress> followed() {
        return restores.followed();
    }

    @Override
    public void fetched(TopicPartition input, long lastOffset) {}

    @Override
    public void committed(Map<TopicPartition, LogPosition> inputs) {
        if (!inputs.isEmpty()) {
            process.broker.trace().event(name + " committed " + inputs.size() + " inputs");
        }
    }

    /** The defect of writing stores before the commit. */
    private final class HastyCommits implements CommitProtocol {

        private final CommitProtocol proper;

        private HastyCommits(CommitProtocol proper) {
            this.proper = proper;
        }

        @Override
        public boolean prepare() {
            return proper.prepare();
        }

        @Override
        public boolean isAtomic() {
            return proper.isAtomic();
        }

        @Override
        public Map<TopicPartition, Long> publish(InputPositions inputs) {
            return proper.publish(ends -> {
                Map<TopicPartition, LogPosition> positions = inputs.after(ends);
                for (ActiveTask task : tasks) {
                    if (task.needsCommit() && !ends.isEmpty()) {
                        task.state().apply(ends);
                    }
                }
                return positions;
            });
        }

        @Override
        public void abort() {
            proper.abort();
        }

        @Override
        public void forget(Set<TopicPartition> changelogs) {
            proper.forget(changelogs);
        }
    }

    private record RestoreClients(Consumer<byte[], byte[]> client) implements KafkaClientSupplier {

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            throw new AssertionError("no producer");
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            throw new AssertionError("no consumer");
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return client;
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            throw new AssertionError("no global consumer");
        }
    }
}
