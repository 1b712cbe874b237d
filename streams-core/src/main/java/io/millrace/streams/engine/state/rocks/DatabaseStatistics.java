package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * for the whole database: Kafka Streams has such metrics for each store, so each store of the task shows what is counted for all of them.
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
    private final DBOptions unmeasured;

    /** Null unless somebody records what it costs something to count; so are the options. */
    private final @Nullable Statistics statistics;

    private final @Nullable DBOptions measured;
    private final List<Map<TickerType, Meter>> meters = new ArrayList<>();
    private final Map<TickerType, Long> sampled = new EnumMap<>(TickerType.class);
    private long sampledNanos;
    private boolean closed;

    private DatabaseStatistics(RocksResources resources, boolean counts, Clock clock) {
        this.handles = resources.handles();
        this.clock = clock;
        this.unmeasured = resources.database();
        this.statistics = counts ? newStatistics(handles) : null;
        this.measured = statistics == null
                ? null
                : handles.opened(new DBOptions(resources.database()).setStatistics(statistics));
        this.sampledNanos = clock.nanoTime();
    }

    private static Statistics newStatistics(NativeHandles handles) {
        Statistics made = handles.opened(new Statistics(EnumSet.complementOf(
                EnumSet.of(HistogramType.COMPACTION_TIME, HistogramType.FLUSH_TIME, HistogramType.WRITE_STALL))));
        made.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        return made;
    }

    /** Those of a task's database. */
    static DatabaseStatistics of(@Nullable EngineMetrics metrics, RocksResources resources, Clock clock) {
        boolean counts = metrics != null && metrics.records(MetricCatalog.DATABASE_BYTES_WRITTEN.level());
        return new DatabaseStatistics(resources, counts, clock);
    }

    /** Shows what is counted, under the tags of a store. */
    void show(MetricScope store) {
        Map<TickerType, Meter> counted = new EnumMap<>(TickerType.class);
        COUNTED.forEach((ticker, entry) -> counted.put(ticker, store.meter(entry)));
        meters.add(counted);
        ratio(store, "memtable-hit-ratio", "memtables", TickerType.MEMTABLE_HIT, TickerType.MEMTABLE_MISS);
        ratio(
                store,
                "block-cache-data-hit-ratio",
                "the block cache for data",
                TickerType.BLOCK_CACHE_DATA_HIT,
                TickerType.BLOCK_CACHE_DATA_MISS);
        ratio(
                store,
                "block-cache-index-hit-ratio",
                "the block cache for indexes",
                TickerType.BLOCK_CACHE_INDEX_HIT,
                TickerType.BLOCK_CACHE_INDEX_MISS);
        ratio(
                store,
                "block-cache-filter-hit-ratio",
                "the block cache for filters",
                TickerType.BLOCK_CACHE_FILTER_HIT,
                TickerType.BLOCK_CACHE_FILTER_MISS);
        times(store, "memtable-flush-time", "a flush of memtables", HistogramType.FLUSH_TIME);
        times(store, "compaction-time", "a compaction", HistogramType.COMPACTION_TIME);
        time(
                store,
                "write-stall-duration-avg",
                "The average time of a stall of writes",
                HistogramType.WRITE_STALL,
                HistogramData::getAverage);
        time(
                store,
                "write-stall-duration-total",
                "The time of all stalls of writes",
                HistogramType.WRITE_STALL,
                HistogramData::getSum);
        total(store, "number-open-files", "The number of files that were opened", TickerType.NO_FILE_OPENS);
        total(
                store,
                "number-file-errors-total",
                "The number of errors of the database's files",
                TickerType.NO_FILE_ERRORS);
    }

    /** Options of a database that counts here. */
    DBOptions options() {
        return measured == null ? unmeasured : measured;
    }

    /** Takes up what was counted, now and then. */
    void sampleAged() {
        if (statistics != null && clock.nanoTime() - sampledNanos > SAMPLE_NANOS) {
            sampledNanos = clock.nanoTime();
            for (TickerType ticker : COUNTED.keySet()) {
                long count = ticker(ticker);
                Long before = sampled.put(ticker, count);
                long news = count - (before == null ? 0 : before);
                meters.forEach(
                        store -> Objects.requireNonNull(store.get(ticker)).mark(news, clock.nowMs()));
            }
        }
    }

    private void ratio(MetricScope store, String name, String where, TickerType hits, TickerType misses) {
        store.costlyGauge(GROUP, name, "The part of lookups that found something in " + where, () -> {
            double found = ticker(hits);
            double all = found + ticker(misses);
            return all == 0 ? 0 : found / all;
        });
    }

    private void times(MetricScope store, String stem, String what, HistogramType type) {
        time(store, stem + "-avg", "The average time of " + what, type, HistogramData::getAverage);
        time(store, stem + "-min", "The shortest time of " + what, type, HistogramData::getMin);
        time(store, stem + "-max", "The longest time of " + what, type, HistogramData::getMax);
    }

    private void time(
            MetricScope store,
            String name,
            String description,
            HistogramType type,
            ToDoubleFunction<HistogramData> micros) {
        store.costlyGauge(
                GROUP, name, description + ", in milliseconds", () -> histogram(type, micros) / MICROS_PER_MS);
    }

    private void total(MetricScope store, String name, String description, TickerType type) {
        store.costlyGauge(GROUP, name, description, () -> ticker(type));
    }

    /** Statistics that are closed must not be asked. */
    private synchronized long ticker(TickerType type) {
        return closed || statistics == null ? 0 : statistics.getTickerCount(type);
    }

    private synchronized double histogram(HistogramType type, ToDoubleFunction<HistogramData> value) {
        return closed || statistics == null ? 0 : value.applyAsDouble(statistics.getHistogramData(type));
    }

    /** To be called when the database is closed. */
    @Override
    public synchronized void close() {
        if (!closed && measured != null && statistics != null) {
            handles.close(measured);
            handles.close(statistics);
        }
        closed = true;
    }
}
