package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.TaskId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramData;
import org.rocksdb.HistogramType;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;

/**
 * What RocksDB counts for a database, which costs a little and so is done only when metrics of level DEBUG are recorded. It counts
 * for the whole database: where Kafka Streams has such a metric for each store, this is one for the task, without a tag of a store.
 *
 * <p>The owner of the database samples and closes; any thread reads.
 */
final class DatabaseStatistics implements AutoCloseable {

    private static final String GROUP = "stream-state-metrics";
    private static final long SAMPLE_NANOS = 10_000_000_000L;
    private static final double MICROS_PER_MS = 1_000;

    private static final Map<TickerType, MetricCatalog> COUNTED = Map.of(
            TickerType.BYTES_WRITTEN, MetricCatalog.DATABASE_BYTES_WRITTEN,
            TickerType.BYTES_READ, MetricCatalog.DATABASE_BYTES_READ,
            TickerType.FLUSH_WRITE_BYTES, MetricCatalog.DATABASE_BYTES_FLUSHED,
            TickerType.COMPACT_READ_BYTES, MetricCatalog.DATABASE_BYTES_COMPACTION_READ,
            TickerType.COMPACT_WRITE_BYTES, MetricCatalog.DATABASE_BYTES_COMPACTION_WRITTEN);

    private final NativeHandles handles;
    private final Clock clock;
    private final Statistics statistics;
    private final DBOptions options;
    private final MetricScope scope;
    private final Map<TickerType, Meter> meters = new EnumMap<>(TickerType.class);
    private final Map<TickerType, Long> sampled = new EnumMap<>(TickerType.class);
    private long sampledNanos;
    private boolean closed;

    private DatabaseStatistics(RocksResources resources, MetricScope scope, Clock clock) {
        this.handles = resources.handles();
        this.clock = clock;
        this.scope = scope;
        this.statistics = handles.opened(new Statistics(EnumSet.complementOf(
                EnumSet.of(HistogramType.COMPACTION_TIME, HistogramType.FLUSH_TIME, HistogramType.WRITE_STALL))));
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        this.options = handles.opened(new DBOptions(resources.database()).setStatistics(statistics));
        this.sampledNanos = clock.nanoTime();
        COUNTED.forEach((ticker, entry) -> meters.put(ticker, scope.meter(entry)));
        ratio("memtable-hit-ratio", "memtables", TickerType.MEMTABLE_HIT, TickerType.MEMTABLE_MISS);
        ratio(
                "block-cache-data-hit-ratio",
                "the block cache for data",
                TickerType.BLOCK_CACHE_DATA_HIT,
                TickerType.BLOCK_CACHE_DATA_MISS);
        ratio(
                "block-cache-index-hit-ratio",
                "the block cache for indexes",
                TickerType.BLOCK_CACHE_INDEX_HIT,
                TickerType.BLOCK_CACHE_INDEX_MISS);
        ratio(
                "block-cache-filter-hit-ratio",
                "the block cache for filters",
                TickerType.BLOCK_CACHE_FILTER_HIT,
                TickerType.BLOCK_CACHE_FILTER_MISS);
        times("memtable-flush-time", "a flush of memtables", HistogramType.FLUSH_TIME);
        times("compaction-time", "a compaction", HistogramType.COMPACTION_TIME);
        time(
                "write-stall-duration-avg",
                "The average time of a stall of writes",
                HistogramType.WRITE_STALL,
                HistogramData::getAverage);
        time(
                "write-stall-duration-total",
                "The time of all stalls of writes",
                HistogramType.WRITE_STALL,
                HistogramData::getSum);
        scope.gauge(
                GROUP,
                "number-file-errors-total",
                "The number of errors of the database's files",
                () -> ticker(TickerType.NO_FILE_ERRORS));
    }

    /** Those of a task, null if nobody records them. */
    static @Nullable DatabaseStatistics of(
            @Nullable EngineMetrics metrics, TaskId task, RocksResources resources, Clock clock) {
        if (metrics == null || !metrics.records(MetricCatalog.DATABASE_BYTES_WRITTEN.level())) {
            return null;
        }
        MetricScope scope =
                metrics.scope(Map.of("thread-id", Thread.currentThread().getName(), "task-id", task.toString()));
        return new DatabaseStatistics(resources, scope, clock);
    }

    /** Options of a database that counts here. */
    DBOptions options() {
        return options;
    }

    /** Takes up what was counted, now and then. */
    void sampleAged() {
        if (clock.nanoTime() - sampledNanos > SAMPLE_NANOS) {
            sampledNanos = clock.nanoTime();
            meters.forEach((ticker, meter) -> {
                long count = ticker(ticker);
                Long before = sampled.put(ticker, count);
                meter.mark(count - (before == null ? 0 : before), clock.nowMs());
            });
        }
    }

    private void ratio(String name, String where, TickerType hits, TickerType misses) {
        scope.gauge(GROUP, name, "The part of lookups that found something in " + where, () -> {
            double found = ticker(hits);
            double all = found + ticker(misses);
            return all == 0 ? 0 : found / all;
        });
    }

    private void times(String stem, String what, HistogramType type) {
        time(stem + "-avg", "The average time of " + what, type, HistogramData::getAverage);
        time(stem + "-min", "The shortest time of " + what, type, HistogramData::getMin);
        time(stem + "-max", "The longest time of " + what, type, HistogramData::getMax);
    }

    private void time(String name, String description, HistogramType type, ToDoubleFunction<HistogramData> micros) {
        scope.gauge(GROUP, name, description + ", in milliseconds", () -> histogram(type, micros) / MICROS_PER_MS);
    }

    /** Statistics that are closed must not be asked. */
    private synchronized long ticker(TickerType type) {
        return closed ? 0 : statistics.getTickerCount(type);
    }

    private synchronized double histogram(HistogramType type, ToDoubleFunction<HistogramData> value) {
        return closed ? 0 : value.applyAsDouble(statistics.getHistogramData(type));
    }

    /** To be called when the database is closed. */
    @Override
    public void close() {
        scope.close();
        synchronized (this) {
            closed = true;
            handles.close(options);
            handles.close(statistics);
        }
    }
}
