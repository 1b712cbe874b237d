package io.millrace.streams.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricScopeTests {

    private static final Map<String, String> TASK = Map.of("thread-id", "worker-1", "task-id", "0_0");

    private final EngineMetrics metrics = new EngineMetrics(new Metrics());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void aTaskMayComeBeforeItsPredecessorIsClosed() {
        MetricScope before = metrics.scope(TASK);
        Meter pollsBefore = before.meter(MetricCatalog.THREAD_POLL);
        before.gauge(TaskCatalog.RESTORE_REMAINING, () -> 1L);
        MetricScope after = metrics.scope(TASK);
        Meter pollsAfter = after.meter(MetricCatalog.THREAD_POLL);
        after.gauge(TaskCatalog.RESTORE_REMAINING, () -> 2L);
        pollsBefore.mark(3, 0);

        before.close();
        pollsAfter.mark(4, 0);

        assertThat(value("poll-total")).isEqualTo(7.0);
        assertThat(value("restore-remaining-records-total")).isEqualTo(2L);
    }

    @Test
    void whatNobodyMeasuresAnyMoreIsGone() {
        int others = metrics.metrics().size();
        MetricScope before = metrics.scope(TASK);
        before.meter(MetricCatalog.THREAD_POLL);
        MetricScope after = metrics.scope(TASK);
        after.meter(MetricCatalog.THREAD_POLL);
        after.gauge(TaskCatalog.RESTORE_REMAINING, () -> 2L);

        before.close();
        after.close();

        assertThat(metrics.metrics()).hasSize(others);
    }

    private Object value(String name) {
        return metrics.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> Objects.requireNonNull(metric.getValue().metricValue()))
                .findFirst()
                .orElseThrow();
    }
}
