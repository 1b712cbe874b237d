package io.millrace.streams.engine.runtime;

import io.millrace.streams.KafkaClientSupplier;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.engine.assign.Site;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.kafka.ConsumerSource;
import io.millrace.streams.engine.kafka.OffsetCommit;
import io.millrace.streams.engine.kafka.OffsetReset;
import io.millrace.streams.engine.kafka.OffsetResets;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.kafka.TransactionalCommit;
import io.millrace.streams.engine.kafka.Transactions;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.query.InstanceDirectory;
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
import io.millrace.streams.engine.task.TaskServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;

/** A worker and its restore worker, wired as {@link WorkerAssembly} wires them, around simulated clients, and without threads. */
final class SimulatedWorker implements Pulse, WorkerObserver {

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
    private boolean dead;

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
        this.budget = new UncommittedBudget(20_000);
        WorkerMembership membership = new WorkerMembership(
                scenario.settings(),
                process,
                new WorkerMembership.Leading(
                        new AssignmentPlanner(
                                scenario.plan(), scenario.settings().internalTopics(), broker),
                        null),
                new InstanceDirectory(scenario.plan(), null),
                mailbox,
                Site.UNKNOWN);
        ClassicGroupAdapter assignor = new ClassicGroupAdapter();
        assignor.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, membership));
        this.member = new SimulatedMember(broker, this, assignor, scenario.exactlyOnce());
        ConsumerSource source =
                new ConsumerSource(name, member.client(), new OffsetResets(Map.of(), OffsetReset.EARLIEST), NO_TIME);
        CommitProtocol protocol;
        var handler = scenario.settings().tasks().errors().production();
        if (scenario.exactlyOnce()) {
            String id = ClientIds.transactions(Scenario.APPLICATION, process.processId(), thread);
            Transactions transactions = new Transactions(name, () -> newProducer(id), () -> {});
            sink = new ProducerSink(name, transactions, handler, NO_TIME);
            protocol = new TransactionalCommit(source, sink, transactions, membership::isJoining);
        } else {
            sink = new ProducerSink(name, newProducer(null), handler, NO_TIME);
            protocol = new OffsetCommit(source, sink);
        }
        SimulatedReader reader = new SimulatedReader(broker, this, scenario.exactlyOnce());
        this.restores = new SteppedRestores(
                new RestoreWorker(
                        name + "-restore",
                        new RestoreWorker.Parts(
                                ConsumerChangelogReader.open(
                                        new RestoreClients(reader.client()),
                                        Map.of(),
                                        scenario.exactlyOnce()
                                                ? IsolationLevel.READ_COMMITTED
                                                : IsolationLevel.READ_UNCOMMITTED,
                                        NO_TIME),
                                RestoreThread.mailedTo(mailbox),
                                new SilentRestoreListener(),
                                broker::endOffsets,
                                metrics),
                        process.clock,
                        new RestoreWorker.Timing(NO_TIME, Duration.ofMillis(50), Duration.ofSeconds(30))),
                process.defects.contains(Defect.RESTORED_BEYOND_THE_COMMIT));
        TaskServices services = new TaskServices(
                scenario.settings().tasks(), sink, process.clock, source::cachedLag, metrics, name, Map.of());
        TaskOpener opener = new TaskOpener(
                scenario.plan(),
                services,
                process,
                new StateBackends(task -> process.open(task, this), task -> new HeapBackend()),
                budget);
        MetricScope scope = metrics.scope(Map.of("thread-id", name));
        CommitCycle commits = new CommitCycle(
                process.defects.contains(Defect.STORE_BEFORE_COMMIT) ? new HastyCommits(protocol) : protocol,
                new CommitCycle.Limits(
                        budget,
                        scenario.settings().worker().heldBackBytes(),
                        scenario.settings().worker().commitInterval().toMillis()),
                process.clock,
                scope.meter(MetricCatalog.THREAD_COMMIT));
        this.worker = new StreamWorker(
                new StreamWorker.Parts(source, commits, opener, restores, mailbox, this),
                process.clock,
                new StreamWorker.Pace(NO_TIME, scenario.settings().worker().maxQueuedBytes()),
                new StreamWorker.Meters(
                        scope.meter(MetricCatalog.THREAD_POLL),
                        scope.meter(MetricCatalog.THREAD_PROCESS),
                        scope.meter(MetricCatalog.THREAD_PUNCTUATE)));
    }

    private Producer<byte[], byte[]> newProducer(String id) {
        SimulatedProducer producer = new SimulatedProducer(process.broker, this, id);
        producers.add(producer);
        return producer.client();
    }

    void join() {
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
        restores.step();
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
        if (dead) {
            throw new Killed(where);
        }
        interference.beat(this, where);
        if (dead) {
            throw new Killed(where);
        }
    }

    SimulatedProcess process() {
        return process;
    }

    Interference interference() {
        return interference;
    }

    List<ActiveTask> tasks() {
        return tasks;
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
