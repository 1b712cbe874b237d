package io.millrace.streams.engine.state.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What a task's database counts at level DEBUG is shown with each of its stores. */
class DatabaseStatisticsTests {

    @TempDir
    Path directory;

    private long nanos;

    private final Clock clock = new Clock() {
        @Override
        public long nowMs() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    };

    private static EngineMetrics metrics(RecordingLevel level) {
        return new EngineMetrics(new Metrics(new MetricConfig().recordLevel(level)));
    }

    private RocksBackend open(EngineMetrics metrics, RocksResources resources) throws RocksDBException {
        return RocksBackend.open(
                new RocksBackend.Settings(
                        new TaskId(0, 1),
                        directory.resolve("db"),
                        StoreTuning.NONE,
                        metrics,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE),
                resources,
                clock);
    }

    /** The metrics of the store, apart from those of its column. */
    private static Map<String, Double> shown(EngineMetrics metrics) {
        Map<String, Double> shown = new TreeMap<>();
        metrics.metrics().forEach((name, metric) -> {
            if ("counts".equals(name.tags().get("rocksdb-state-id"))
                    && Stream.of("bytes-", "memtable-", "hit-ratio", "-time-", "write-stall", "number-")
                            .anyMatch(name.name()::contains)) {
                assertThat(name.group()).isEqualTo("stream-state-metrics");
                assertThat(name.tags()).containsEntry("task-id", "0_1");
                shown.put(name.name(), ((Number) metric.metricValue()).doubleValue());
            }
        });
        return shown;
    }

    @Test
    void nothingIsCountedAtLevelInfo() throws RocksDBException {
        EngineMetrics metrics = metrics(RecordingLevel.INFO);
        try (RocksResources resources = new RocksResources(8 << 20, 1 << 20, 1);
                RocksBackend backend = open(metrics, resources)) {
            backend.open(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.PERSISTENT));
            backend.flush();

            assertThat(shown(metrics)).hasSizeGreaterThan(20);
            assertThat(shown(metrics).values()).containsOnly(0.0);
        }
    }

    @Test
    void readsAndWritesAreCountedAtLevelDebug() throws RocksDBException {
        EngineMetrics metrics = metrics(RecordingLevel.DEBUG);
        RocksResources resources = new RocksResources(8 << 20, 1 << 20, 1);
        RocksBackend backend = open(metrics, resources);
        ByteStore store = backend.open(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.PERSISTENT));
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        try (StateBatch batch = backend.newBatch()) {
            batch.into(store).put(key, new byte[1_000]);
            batch.write();
        }
        store.get(key);
        backend.flush();
        store.get(key);
        nanos += 20_000_000_000L;
        backend.flushAged();

        Map<String, Double> shown = shown(metrics);

        assertThat(shown.get("bytes-written-total")).isGreaterThan(1_000);
        assertThat(shown.get("bytes-read-total")).isGreaterThanOrEqualTo(2_000);
        assertThat(shown.get("bytes-written-rate")).isPositive();
        assertThat(shown.get("memtable-bytes-flushed-total")).isPositive();
        assertThat(shown.get("memtable-hit-ratio")).isBetween(0.3, 0.9);
        assertThat(shown.get("memtable-flush-time-max"))
                .isPositive()
                .isGreaterThanOrEqualTo(shown.get("memtable-flush-time-min"));
        assertThat(shown)
                .containsKeys(
                        "block-cache-data-hit-ratio",
                        "block-cache-index-hit-ratio",
                        "block-cache-filter-hit-ratio",
                        "bytes-read-compaction-rate",
                        "bytes-written-compaction-rate",
                        "compaction-time-avg",
                        "compaction-time-min",
                        "compaction-time-max",
                        "memtable-flush-time-avg",
                        "write-stall-duration-avg",
                        "write-stall-duration-total",
                        "number-file-errors-total",
                        "number-open-files");
        backend.close();
        assertThat(shown(metrics)).isEmpty();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }
}
