package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metrics of a restore worker: those of Kafka Streams for its thread, and one set of ours for each store while it is restored.
 * Owned by the worker's thread; the metrics are read by any thread, from the progress that the worker publishes.
 */
final class RestoreMeters implements AutoCloseable {

    private final MetricScope scope;
    private final Meter records;
    private final Meter batches;
    private final Meter busy;
    private final Meter following;
    private final Meter idle;
    private final StoreRestoreMeters stores;
    private final Meter persisting;

    RestoreMeters(
            EngineMetrics metrics,
            String thread,
            Supplier<Map<TaskId, RestoreProgress>> progress,
            Supplier<Map<TaskId, RestoreProgress>> followed) {
        this.stores = new StoreRestoreMeters(metrics, thread, progress);
        this.scope = metrics.scope(Map.of("thread-id", thread));
        this.records = scope.meter(MetricCatalog.RESTORE_RECORDS);
        this.batches = scope.meter(MetricCatalog.RESTORE_CALLS);
        this.busy = scope.share(MetricCatalog.RESTORE_BUSY);
        this.following = scope.share(MetricCatalog.STANDBY_BUSY);
        this.idle = scope.share(MetricCatalog.RESTORE_IDLE);
        scope.gauge(MetricCatalog.RESTORE_TASKS, () -> progress.get().size());
        // A pause keeps tasks from processing; what is restored or followed goes on.
        scope.gauge(MetricCatalog.RESTORE_PAUSED_TASKS, () -> 0);
        scope.gauge(MetricCatalog.STANDBY_PAUSED_TASKS, () -> 0);
        this.persisting = scope.share(MetricCatalog.RESTORE_CHECKPOINT);
        scope.gauge(MetricCatalog.STANDBY_TASKS, () -> followed.get().size());
    }

    /** A batch was written to a store. */
    void restored(int count, long nowMs) {
        records.mark(count, nowMs);
        batches.mark(1, nowMs);
    }

    void busy(long forMs, long nowMs) {
        busy.mark(forMs, nowMs);
    }

    void following(long forMs, long nowMs) {
        following.mark(forMs, nowMs);
    }

    void persisting(long forMs, long nowMs) {
        persisting.mark(forMs, nowMs);
    }

    void idle(long forMs, long nowMs) {
        idle.mark(forMs, nowMs);
    }

    /** Shows the stores of a task that is being restored. */
    void show(RestoreProgress started, Clock clock) {
        stores.show(started, clock);
    }

    /** The task left. */
    void hide(TaskId task) {
        stores.hide(task);
    }

    @Override
    public void close() {
        stores.close();
        scope.close();
    }
}
