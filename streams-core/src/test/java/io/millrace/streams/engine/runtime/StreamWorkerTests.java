package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordSource;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.StandbyTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

/** A worker without tasks. */
class StreamWorkerTests {

    private final Clock clock = new SystemClock();
    private final Mailbox mailbox = new Mailbox();
    private final Input input = new Input();
    private final AtomicBoolean rebalance = new AtomicBoolean();
    private final StreamWorker worker = worker();

    @Test
    void aWorkerThatIsToldToStopGoesOnPollingUntilTheGroupTakesItsLastCommit() {
        rebalance.set(true);
        mailbox.post(new Mail.Stop(GroupMembershipOperation.LEAVE_GROUP));

        assertThat(worker.step()).isTrue();
        assertThat(worker.step()).isTrue();
        assertThat(input.polls).isEqualTo(2);
        rebalance.set(false);

        assertThat(worker.step()).isFalse();
        assertThat(input.polls).isEqualTo(2);
    }

    @Test
    void aWorkerThatIsToldToStopStopsAtOnceIfTheGroupIsAtRest() {
        mailbox.post(new Mail.Stop(GroupMembershipOperation.LEAVE_GROUP));

        assertThat(worker.step()).isFalse();
        assertThat(input.polls).isZero();
    }

    @Test
    void aWorkerThatGoesOnDoesNotMindARebalance() {
        rebalance.set(true);

        assertThat(worker.step()).isTrue();
        assertThat(input.polls).isEqualTo(1);
    }

    private StreamWorker worker() {
        WorkerMeters meters =
                new WorkerMeters(new EngineMetrics(new Metrics()).scope(Map.of("thread-id", "worker")), clock);
        CommitCycle commits = new CommitCycle(
                new NothingToCommit(),
                new CommitCycle.Limits(
                        new UncommittedBudget(1_000), 0, Duration.ofMinutes(1).toMillis()),
                clock,
                meters);
        TaskOpener opener = new TaskOpener(null, null, null, null, null); // No task is opened.
        return new StreamWorker(
                new StreamWorker.Parts(input, commits, opener, new NothingToRestore(), mailbox, new Nobody()),
                clock,
                new StreamWorker.Pace(Duration.ZERO, 1_000, rebalance::get),
                meters);
    }

    private static final class Input implements RecordSource {

        private int polls;

        @Override
        public void subscribe(Set<String> topics, AssignmentListener listener) {}

        @Override
        public void subscribe(Pattern topics, AssignmentListener listener) {}

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls++;
            return ConsumerRecords.empty();
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
        public void place(Set<TopicPartition> unread) {}

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
}
