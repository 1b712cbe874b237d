package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.Definitions;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordSource;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.TopicSelection;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker with one task that has no stores. */
class StreamWorkerTests {

    private static final TopicPartition IN = new TopicPartition("in", 0);

    private static final Duration POLL = Duration.ofMillis(50);

    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final Clock clock = new Clock() {
        @Override
        public long nowMs() {
            return nowMs.get();
        }

        @Override
        public long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(nowMs.get());
        }
    };
    private final Mailbox mailbox = new Mailbox();
    private final Input input = new Input();
    private final AtomicBoolean rebalance = new AtomicBoolean();
    private final AtomicInteger processed = new AtomicInteger();
    private final WorkerMeters meters =
            new WorkerMeters(new EngineMetrics(new Metrics()).scope(Map.of("thread-id", "worker")), clock);
    private final UncommittedBudget budget = new UncommittedBudget(1_000);
    private final CommitCycle commits =
            new CommitCycle(new NothingToCommit(), new CommitCycle.Limits(budget, 0, 100), clock, meters);
    private final StreamWorker worker = worker();

    @BeforeEach
    void startTheTask() {
        worker.join(new TopicSelection(Set.of("in"), null));
        worker.step(); // Is given its partition.
        worker.step(); // Begins to read.
    }

    @Test
    void aWorkerThatIsToldToStopGoesOnPollingUntilTheGroupTakesItsLastCommit() {
        process();
        rebalance.set(true);
        int polls = input.polls;
        stop();

        assertThat(worker.step()).isTrue();
        assertThat(worker.step()).isTrue();
        assertThat(input.polls).isEqualTo(polls + 2);
        rebalance.set(false);

        assertThat(worker.step()).isFalse();
        assertThat(input.polls).isEqualTo(polls + 2);
    }

    @Test
    void aWorkerThatIsToldToStopProcessesNothingMore() {
        process();
        rebalance.set(true);
        stop();
        input.record = true;

        worker.step();

        assertThat(processed).hasValue(1);
    }

    @Test
    void aWorkerThatIsToldToStopStopsAtOnceIfTheGroupIsAtRest() {
        process();
        stop();

        assertThat(worker.step()).isFalse();
    }

    @Test
    void aWorkerThatHasNothingToCommitWaitsForNobody() {
        rebalance.set(true);
        stop();

        assertThat(worker.step()).isFalse();
    }

    @Test
    void aTaskIsPlacedBeforeItRuns() {
        assertThat(input.placed).containsExactly(IN);
    }

    @Test
    void resultsDoNotWaitForInputWhenTheirCommitIsDue() {
        assertThat(waitsAt(1_030)).isEqualTo(POLL);
        process();
        assertThat(waitsAt(1_031)).as("there may be more").isEqualTo(Duration.ZERO);

        assertThat(waitsAt(1_060)).as("until the head start of the commit").isEqualTo(Duration.ofMillis(30));
        assertThat(waitsAt(1_095)).as("until the commit").isEqualTo(Duration.ofMillis(5));
        assertThat(waitsAt(1_100)).as("due").isEqualTo(Duration.ZERO);
        assertThat(waitsAt(1_101)).as("nothing to commit").isEqualTo(POLL);
    }

    @Test
    void aWorkerWhoseCommitIsDeferredWaitsForInputAsEver() {
        process();
        worker.step();

        assertThat(waitsAt(1_111)).isEqualTo(POLL);
    }

    @Test
    void changesArePassedOnShortlyBeforeACommitIfThereIsNothingToProcess() {
        process();
        nowMs.set(1_089);
        assertThat(commits.isNear()).isFalse();
        nowMs.set(1_090);
        assertThat(commits.isNear()).isTrue();

        input.record = true;
        worker.step();
        assertThat(commits.isNear()).as("there was something to process").isTrue();

        worker.step();
        assertThat(commits.isNear()).as("passed on").isFalse();
    }

    @Test
    void changesArePassedOnAgainBeforeTheNextCommit() {
        process();
        nowMs.set(1_090);
        worker.step();
        nowMs.set(1_100);
        worker.step();
        nowMs.set(1_190);

        assertThat(commits.isNear()).isTrue();
    }

    private Duration waitsAt(long timeMs) {
        nowMs.set(timeMs);
        worker.step();
        return input.waited;
    }

    private void process() {
        input.record = true;
        worker.step();
        assertThat(processed).hasValue(1);
    }

    private void stop() {
        mailbox.post(new Mail.Stop(GroupMembershipOperation.LEAVE_GROUP));
    }

    private StreamWorker worker() {
        StreamsConfig config = new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "app", StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092"));
        EngineSettings settings = EngineSettings.of(config);
        EngineMetrics metrics = new EngineMetrics(new Metrics());
        ProducerSink sink = new ProducerSink(
                "worker",
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                settings.tasks().errors().production(),
                Duration.ZERO);
        TaskOpener opener = new TaskOpener(
                plan(config),
                new TaskServices(settings.tasks(), sink, clock, partition -> -1L, metrics, "worker", Map.of()),
                new Nowhere(),
                new StateBackends(task -> new HeapBackend(), task -> new HeapBackend()),
                budget);
        return new StreamWorker(
                new StreamWorker.Parts(input, commits, opener, new NothingToRestore(), mailbox, new Nobody()),
                clock,
                new StreamWorker.Pace(POLL, 1_000, rebalance::get),
                meters);
    }

    private ExecutionPlan plan(StreamsConfig config) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((key, value) -> processed.incrementAndGet());
        return TopologyCompiler.compile(Definitions.of(builder.build(), config), "app");
    }

    private static final class Input implements RecordSource {

        private final Set<TopicPartition> placed = new HashSet<>();
        private AssignmentListener listener;
        private boolean assigned;
        private boolean record;
        private int polls;
        private Duration waited = Duration.ZERO;

        @Override
        public void subscribe(Set<String> topics, AssignmentListener worker) {
            listener = worker;
        }

        @Override
        public void subscribe(Pattern topics, AssignmentListener listener) {}

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls++;
            waited = timeout;
            if (!assigned) {
                assigned = true;
                listener.assigned(Set.of(IN));
            }
            if (!record) {
                return ConsumerRecords.empty();
            }
            record = false;
            ConsumerRecord<byte[], byte[]> fetched = new ConsumerRecord<>(
                    "in",
                    0,
                    polls,
                    1_000L,
                    TimestampType.CREATE_TIME,
                    1,
                    1,
                    new byte[1],
                    new byte[1],
                    new RecordHeaders(),
                    Optional.empty());
            return new ConsumerRecords<>(Map.of(IN, List.of(fetched)), Map.of());
        }

        @Override
        public void pause(Collection<TopicPartition> partitions) {}

        @Override
        public void resume(Collection<TopicPartition> partitions) {}

        @Override
        public void seek(TopicPartition partition, long offset) {}

        @Override
        public Map<TopicPartition, LogPosition> committed(Set<TopicPartition> partitions) {
            return Map.of();
        }

        @Override
        public void place(Set<TopicPartition> unread) {
            placed.addAll(unread);
        }

        @Override
        public long cachedLag(TopicPartition partition) {
            return -1;
        }

        @Override
        public void requestRebalance(String reason) {}

        @Override
        public void wakeup() {}

        @Override
        public Uuid instanceId() {
            return null;
        }

        @Override
        public void close(GroupMembershipOperation membership) {}
    }

    private static final class NothingToCommit implements CommitProtocol {

        @Override
        public boolean prepare() {
            return true;
        }

        @Override
        public boolean isAtomic() {
            return true;
        }

        @Override
        public Map<TopicPartition, Long> publish(InputPositions inputs) {
            return Map.of();
        }

        @Override
        public void abort() {}

        @Override
        public void forget(Set<TopicPartition> changelogs) {}
    }

    private static final class NothingToRestore implements RestoreDesk {

        @Override
        public void restore(ActiveTask task, Map<TopicPartition, Long> ceilings) {}

        @Override
        public void follow(StandbyTask task) {}

        @Override
        public void recall(TaskId task) {}

        @Override
        public void stop() {}
    }

    private static final class Nobody implements WorkerObserver {

        @Override
        public void stateChanged(WorkerState state) {}

        @Override
        public void tasksChanged(Collection<ActiveTask> tasks) {}

        @Override
        public void toldThatTheApplicationEnds() {}

        @Override
        public void standbysChanged(Collection<StandbyTask> tasks) {}

        @Override
        public void fetched(TopicPartition input, long lastOffset) {}

        @Override
        public void committed(Map<TopicPartition, LogPosition> inputs) {}
    }

    private static final class Nowhere implements TaskHomes {

        @Override
        public UUID processId() {
            return new UUID(0, 0);
        }

        @Override
        public Set<TaskId> storedTasks() {
            return Set.of();
        }

        @Override
        public Map<TopicPartition, Long> storedPositions(TaskId task) {
            return Map.of();
        }

        @Override
        public File pathOf(TaskId task) {
            return new File("none");
        }

        @Override
        public Optional<Runnable> tryLock(TaskId task) {
            return Optional.of(() -> {});
        }
    }
}
