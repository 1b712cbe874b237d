package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreWorker.Following;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;

/** A restore worker whose thread is the test's, with a log in memory and a clock set by hand. */
abstract class RestoreWorkerSetup {

    static final TopicPartition LOG_0 = new TopicPartition("app-counts-changelog", 0);
    static final TopicPartition LOG_1 = new TopicPartition("app-counts-changelog", 1);

    final FakeChangelogs logs = new FakeChangelogs(2);
    final Outbox outbox = new Outbox();
    final Listener listener = new Listener();
    final StandbyListener standbyListener = new StandbyListener();
    final FakeGroup group = new FakeGroup();
    final ManualClock clock = new ManualClock();
    final EngineMetrics metrics = new EngineMetrics(new Metrics());
    final RestoreWorker worker = new RestoreWorker(
            "restore-1",
            new RestoreWorker.Parts(
                    logs,
                    outbox,
                    listener,
                    logs::written,
                    metrics,
                    new Following(standbyListener, group, Duration.ofMillis(200), false)),
            clock,
            new RestoreWorker.Timing(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofSeconds(30)));

    final void restore(OneStoreTask task) {
        worker.post(new Restore(task, Map.of()));
        runToIdle();
    }

    final void runToIdle() {
        for (int i = 0; i < 100; i++) {
            if (worker.step() == RestoreWorker.UNTIL_MESSAGE) {
                return;
            }
        }
        throw new AssertionError("Still busy: " + worker.progress());
    }

    static final class Outbox implements RestoreOutbox {

        final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        public void restored(RestorableTask task) {
            told.add("restored " + task.id());
        }

        @Override
        public void recalled(RestorableTask task) {
            told.add("recalled " + task.id());
        }

        @Override
        public void failed(RestorableTask task, RuntimeException cause) {
            told.add("failed " + task.id() + " " + cause.getMessage());
        }
    }

    static final class Listener implements StateRestoreListener {

        final List<String> told = new ArrayList<>();
        RuntimeException failure;
        Runnable asking = () -> {};
        boolean interrupts;

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            tell("start " + store + " " + start + "-" + end);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {
            tell("batch " + store + " " + records + " to " + endOffset);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            tell("end " + store + " " + records);
        }

        @Override
        public void onRestoreSuspended(TopicPartition partition, String store, long records) {
            tell("suspended " + store + " " + records);
        }

        private void tell(String what) {
            told.add(what);
            asking.run();
            if (interrupts) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    static final class StandbyListener implements StandbyUpdateListener {

        final List<String> told = new ArrayList<>();
        RuntimeException failure;

        @Override
        public void onUpdateStart(TopicPartition partition, String store, long start) {
            tell("start " + store + " at " + start);
        }

        @Override
        public void onBatchLoaded(
                TopicPartition partition, String store, TaskId task, long lastOffset, long size, long end) {
            tell("batch " + store + " of " + task + " " + size + " to " + lastOffset + " of " + end);
        }

        @Override
        public void onUpdateSuspended(
                TopicPartition partition, String store, long offset, long end, SuspendReason reason) {
            tell("suspended " + store + " at " + offset + " of " + end + " " + reason);
        }

        private void tell(String what) {
            told.add(what);
            if (failure != null) {
                throw failure;
            }
        }
    }

    static final class ManualClock implements Clock {

        long nowMs = 1_700_000_000_000L;

        @Override
        public long nowMs() {
            return nowMs;
        }

        @Override
        public long nanoTime() {
            return nowMs * 1_000_000;
        }
    }
}
