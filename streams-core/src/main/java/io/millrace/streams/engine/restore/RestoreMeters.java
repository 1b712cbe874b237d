package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.restore.RestoreProgress.Changelog;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The metrics of a restore worker: those of Kafka Streams for its thread, and one set of ours for each store while it is restored.
 * Owned by the worker's thread; the metrics are read by any thread, from the progress that the worker publishes.
 */
final class RestoreMeters implements AutoCloseable {

    private final EngineMetrics metrics;
    private final String thread;
    private final Supplier<Map<TaskId, RestoreProgress>> progress;
    private final MetricScope scope;
    private final Meter records;
    private final Meter batches;
    private final Meter busy;
    private final Meter following;
    private final Meter idle;
    private final Map<TaskId, List<MetricScope>> stores = new HashMap<>();

    RestoreMeters(
            EngineMetrics metrics,
            String thread,
            Supplier<Map<TaskId, RestoreProgress>> progress,
            Supplier<Map<TaskId, RestoreProgress>> followed) {
        this.metrics = metrics;
        this.thread = thread;
        this.progress = progress;
        this.scope = metrics.scope(Map.of("thread-id", thread));
        this.records = scope.meter(MetricCatalog.RESTORE_RECORDS);
        this.batches = scope.meter(MetricCatalog.RESTORE_CALLS);
        this.busy = scope.share(MetricCatalog.RESTORE_BUSY);
        this.following = scope.share(MetricCatalog.STANDBY_BUSY);
        this.idle = scope.share(MetricCatalog.RESTORE_IDLE);
        scope.gauge(MetricCatalog.RESTORE_TASKS, () -> progress.get().size());
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

    void idle(long forMs, long nowMs) {
        idle.mark(forMs, nowMs);
    }

    /** Shows the stores of a task that is being restored. */
    void show(RestoreProgress started, Supplier<Long> clockMs) {
        List<MetricScope> shown = new ArrayList<>();
        for (Changelog changelog : started.changelogs()) {
            if (changelog.remaining() > 0) {
                shown.add(show(started.task(), changelog, clockMs));
            }
        }
        stores.put(started.task(), shown);
    }

    private MetricScope show(TaskId task, Changelog changelog, Supplier<Long> clockMs) {
        MetricScope store =
                metrics.scope(Map.of("thread-id", thread, "task-id", task.toString(), "store-id", changelog.store()));
        TopicPartition partition = changelog.partition();
        store.gauge(MetricCatalog.RESTORE_STORE_REMAINING, () -> of(task, partition, Changelog::remaining));
        store.gauge(MetricCatalog.RESTORE_STORE_RECORDS, () -> of(task, partition, Changelog::restoredRecords));
        store.gauge(MetricCatalog.RESTORE_STORE_BYTES, () -> of(task, partition, Changelog::restoredBytes));
        store.gauge(
                MetricCatalog.RESTORE_STORE_REMAINING_MS,
                () -> of(task, partition, now -> now.remainingMs(clockMs.get())));
        return store;
    }

    private long of(TaskId task, TopicPartition partition, ToLongFunction<Changelog> value) {
        RestoreProgress now = progress.get().get(task);
        if (now == null) {
            return 0;
        }
        return now.changelogs().stream()
                .filter(changelog -> changelog.partition().equals(partition))
                .mapToLong(value)
                .findFirst()
                .orElse(0);
    }

    /** The task left. */
    void hide(TaskId task) {
        List<MetricScope> shown = stores.remove(task);
        if (shown != null) {
            shown.forEach(MetricScope::close);
        }
    }

    @Override
    public void close() {
        List.copyOf(stores.keySet()).forEach(this::hide);
        scope.close();
    }
}
