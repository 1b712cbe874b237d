package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.processor.TaskId;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of one database's columns, tagged as in Kafka Streams. Owned by the backend; read by any thread. */
final class ColumnMetrics implements AutoCloseable {

    private static final String GROUP = "stream-state-metrics";

    private final @Nullable EngineMetrics metrics;
    private final TaskId task;
    private final String thread;
    private final Map<String, MetricScope> scopes = new HashMap<>();

    /**
     * Shows nothing yet.
     *
     * @param metrics where to show it, null for nowhere
     * @param task whose database it is
     * @param thread the thread that opens it
     */
    ColumnMetrics(@Nullable EngineMetrics metrics, TaskId task, String thread) {
        this.metrics = metrics;
        this.task = task;
        this.thread = thread;
    }

    /** Shows a column, and what is counted for its database, once. */
    void show(StoreSpec spec, RocksColumn column, DatabaseStatistics statistics) {
        if (metrics == null || scopes.containsKey(spec.name())) {
            return;
        }
        MetricScope scope = metrics.scope(
                Map.of("thread-id", thread, "task-id", task.toString(), storeTag(spec.flavour()), spec.name()));
        for (ColumnGauge gauge : ColumnGauge.values()) {
            scope.gauge(GROUP, gauge.metric(), gauge.description(), () -> value(column, gauge));
        }
        statistics.show(scope);
        scopes.put(spec.name(), scope);
    }

    private static String storeTag(StoreSpec.Flavour flavour) {
        return switch (flavour) {
            case KEY_VALUE, VERSIONED -> "rocksdb-state-id";
            case WINDOW -> "rocksdb-window-state-id";
            case SESSION -> "rocksdb-session-state-id";
        };
    }

    private static BigInteger value(RocksColumn column, ColumnGauge gauge) {
        try {
            return BigInteger.valueOf(column.property(gauge.property()));
        } catch (InvalidStateStoreException e) {
            return BigInteger.ZERO; // Whoever reads had the metric in hand when the database was closed.
        }
    }

    @Override
    public void close() {
        scopes.values().forEach(MetricScope::close);
        scopes.clear();
    }
}
