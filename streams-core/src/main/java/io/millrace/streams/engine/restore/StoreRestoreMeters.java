package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.restore.RestoreProgress.Changelog;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * The metrics of stores while they are restored. Owned by the thread that restores them; the metrics are read by any thread, from the
 * progress that it publishes. A store that is restored from several partitions, as global ones are, has their sums, and the longest time.
 */
public final class StoreRestoreMeters implements AutoCloseable {

    private final EngineMetrics metrics;
    private final String thread;
    private final Supplier<Map<TaskId, RestoreProgress>> progress;
    private final Map<TaskId, List<MetricScope>> stores = new HashMap<>();

    /**
     * Shows nothing yet.
     *
     * @param thread the name of the thread that restores
     * @param progress how far it is, by task; may be asked by any thread
     */
    public StoreRestoreMeters(EngineMetrics metrics, String thread, Supplier<Map<TaskId, RestoreProgress>> progress) {
        this.metrics = metrics;
        this.thread = thread;
        this.progress = progress;
    }

    /** Shows the stores of a task that is being restored. */
    public void show(RestoreProgress started, Clock clock) {
        hide(started.task());
        Set<String> incomplete = new TreeSet<>();
        for (Changelog changelog : started.changelogs()) {
            if (changelog.remaining() > 0) {
                incomplete.add(changelog.store());
            }
        }
        List<MetricScope> shown = new ArrayList<>();
        incomplete.forEach(store -> shown.add(show(started.task(), store, clock)));
        stores.put(started.task(), shown);
    }

    private MetricScope show(TaskId task, String store, Clock clock) {
        MetricScope scope = metrics.scope(Map.of("thread-id", thread, "task-id", task.toString(), "store-id", store));
        scope.gauge(
                MetricCatalog.RESTORE_STORE_REMAINING,
                () -> of(task, store, Changelog::remaining).sum());
        scope.gauge(
                MetricCatalog.RESTORE_STORE_RECORDS,
                () -> of(task, store, Changelog::restoredRecords).sum());
        scope.gauge(
                MetricCatalog.RESTORE_STORE_BYTES,
                () -> of(task, store, Changelog::restoredBytes).sum());
        scope.gauge(
                MetricCatalog.RESTORE_STORE_REMAINING_MS,
                () -> of(task, store, now -> now.remainingMs(clock.nowMs()))
                        .max()
                        .orElse(0));
        return scope;
    }

    private LongStream of(TaskId task, String store, ToLongFunction<Changelog> value) {
        RestoreProgress now = progress.get().get(task);
        return now == null
                ? LongStream.empty()
                : now.changelogs().stream()
                        .filter(changelog -> changelog.store().equals(store))
                        .mapToLong(value);
    }

    /** The task is restored, or left. */
    public void hide(TaskId task) {
        List<MetricScope> shown = stores.remove(task);
        if (shown != null) {
            shown.forEach(MetricScope::close);
        }
    }

    @Override
    public void close() {
        List.copyOf(stores.keySet()).forEach(this::hide);
    }
}
