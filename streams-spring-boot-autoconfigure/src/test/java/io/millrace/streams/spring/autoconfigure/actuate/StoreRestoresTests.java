package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class StoreRestoresTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Metrics metrics = new Metrics();

    @Test
    void restoresAreShownByStoreAndPartition() {
        gauge("remaining-records", "0_1", 40L);
        gauge("restored-records", "0_1", 60L);
        gauge("restored-bytes", "0_1", 6_000L);
        gauge("remaining-ms", "0_1", 1_500L);

        assertThat(StoreRestores.of(metrics.metrics(), NOW))
                .isEqualTo(Map.of(
                        "counts",
                        Map.of(
                                1,
                                Map.of(
                                        "task",
                                        "0_1",
                                        "expectedEnd",
                                        "2026-01-01T00:00:01.500Z",
                                        "remainingRecords",
                                        40L,
                                        "restoredRecords",
                                        60L,
                                        "restoredBytes",
                                        6_000L,
                                        "remainingTime",
                                        "PT1.5S"))));
    }

    @Test
    void timeThatIsNotKnownIsLeftOut() {
        gauge("remaining-records", "0_1", 40L);
        gauge("remaining-ms", "0_1", -1L);

        assertThat(StoreRestores.of(metrics.metrics(), NOW))
                .isEqualTo(Map.of(
                        "counts",
                        Map.of(
                                1,
                                Map.of(
                                        "task",
                                        "0_1",
                                        "remainingRecords",
                                        40L,
                                        "restoredRecords",
                                        0L,
                                        "restoredBytes",
                                        0L))));
    }

    @Test
    void withoutRestoresNothingIsShown() {
        assertThat(StoreRestores.of(metrics.metrics(), NOW)).isEmpty();
    }

    private void gauge(String name, String task, long value) {
        Gauge<Long> gauge = (config, nowMs) -> value;
        metrics.addMetric(
                metrics.metricName(
                        name,
                        "stream-restore-metrics",
                        "",
                        Map.of("thread-id", "restore", "task-id", task, "store-id", "counts")),
                new MetricConfig(),
                gauge);
    }
}
