package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.processor.TaskId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** How long columns and unflushed writes are kept. */
class RocksColumnsTests {

    private static final TaskId TASK = new TaskId(0, 0);
    private static final Duration FLUSH_AGE = Duration.ofMinutes(5);
    private static final Duration UNUSED_AGE = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private final HandClock clock = new HandClock();
    private final RocksResources resources = new RocksResources(16 << 20, 1 << 20, 1);
    private final EngineMetrics metrics = new EngineMetrics(new Metrics());
    private RocksBackend backend;

    private RocksBackend open() throws RocksDBException {
        backend = RocksBackend.open(
                new RocksBackend.Settings(
                        TASK,
                        directory.resolve("db"),
                        StoreTuning.NONE,
                        metrics,
                        FLUSH_AGE.toNanos(),
                        UNUSED_AGE.toMillis()),
                resources,
                clock);
        return backend;
    }

    @AfterEach
    void nothingLeaks() {
        backend.close();
        assertThat(stateMetrics()).isEmpty();
        metrics.close();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    private List<MetricName> stateMetrics() {
        return metrics.metrics().keySet().stream()
                .filter(name -> name.group().equals("stream-state-metrics"))
                .toList();
    }

    @Test
    void columnsAreShownAsKafkaStreamsShowsDatabases() throws RocksDBException {
        open();
        put(store("counts"), "counts", "a");
        backend.open(new StoreSpec(
                "windows", Flavour.WINDOW, ValueFormat.PLAIN, Backing.PERSISTENT, false, StoreSpec.Retention.NONE));
        String thread = Thread.currentThread().getName();
        Map<String, String> ofCounts = Map.of("rocksdb-state-id", "counts", "task-id", "0_0", "thread-id", thread);
        Map<String, String> ofWindows =
                Map.of("rocksdb-window-state-id", "windows", "task-id", "0_0", "thread-id", thread);

        List<MetricName> shown = stateMetrics();

        assertThat(shown.stream().map(MetricName::tags).distinct()).containsExactlyInAnyOrder(ofCounts, ofWindows);
        List<String> ofColumns =
                Stream.of(ColumnGauge.values()).map(ColumnGauge::metric).toList();
        assertThat(ofColumns)
                .hasSize(22)
                .allMatch(name -> shown.stream().map(MetricName::name).anyMatch(name::equals))
                .contains("size-all-mem-tables", "total-sst-files-size", "background-errors", "block-cache-usage");
        assertThat(metrics.metrics().entrySet().stream()
                        .filter(metric -> metric.getKey().name().equals("num-entries-active-mem-table"))
                        .filter(metric -> metric.getKey().tags().equals(ofCounts))
                        .map(metric -> metric.getValue().metricValue()))
                .containsExactly(BigInteger.ONE);
        shown.stream()
                .filter(name -> ofColumns.contains(name.name()))
                .forEach(name -> assertThat(metrics.metrics().get(name).metricValue())
                        .as(name.name())
                        .isInstanceOf(BigInteger.class));
    }

    private ByteStore store(String name) {
        return backend.open(StoreSpec.keyValue(name, ValueFormat.PLAIN, Backing.PERSISTENT));
    }

    private void put(ByteStore column, String store, String key) {
        try (StateBatch batch = backend.newBatch()) {
            batch.into(column).put(key.getBytes(UTF_8), key.getBytes(UTF_8));
            batch.mark("position/" + store + "/" + store + "-changelog/0", 5);
            batch.mark("time/" + store, 7);
            batch.write();
        }
    }

    /** Opens the database as a topology with these stores does. */
    private void reopenWith(String... stores) throws RocksDBException {
        backend.close();
        open();
        for (String store : stores) {
            store(store);
        }
        backend.keepOnly(Set.of(stores));
    }

    @Test
    void aStoreThatIsGoneForLongIsDroppedWithItsMarks() throws RocksDBException {
        open();
        put(store("kept"), "kept", "a");
        put(store("gone"), "gone", "b");
        reopenWith("kept");
        clock.advance(UNUSED_AGE);

        reopenWith("kept");

        assertThat(backend.marks("").keySet()).containsExactlyInAnyOrder("position/kept/kept-changelog/0", "time/kept");
        reopenWith("kept", "gone");
        assertThat(store("gone").get("b".getBytes(UTF_8))).isNull();
        assertThat(store("kept").get("a".getBytes(UTF_8))).isNotNull();
        assertThat(backend.mark("position/gone/gone-changelog/0")).isEmpty();
    }

    @Test
    void aStoreThatComesBackInTimeIsAsItWas() throws RocksDBException {
        open();
        put(store("kept"), "kept", "a");
        put(store("gone"), "gone", "b");
        reopenWith("kept");
        clock.advance(UNUSED_AGE.minusSeconds(1));
        reopenWith("kept");

        reopenWith("kept", "gone");
        clock.advance(UNUSED_AGE);
        reopenWith("kept", "gone");

        assertThat(store("gone").get("b".getBytes(UTF_8))).isNotNull();
        assertThat(backend.mark("position/gone/gone-changelog/0")).isEqualTo(OptionalLong.of(5));
        assertThat(backend.marks("unused/")).isEmpty();
    }

    @Test
    void aDropThatACrashCutShortIsFinishedAtTheNextOpening() throws RocksDBException {
        open();
        put(store("gone"), "gone", "b");
        try (StateBatch batch = backend.newBatch()) {
            batch.mark("unused/gone", -1);
            batch.write();
        }
        backend.flush();
        backend.closeWithoutFlush();

        open();

        assertThat(store("gone").get("b".getBytes(UTF_8))).isNull();
        assertThat(backend.marks("unused/")).isEmpty();
    }

    @Test
    void newColumnsAreMadeTogetherWhenOneIsUsedOrAllStoresAreKnown() throws RocksDBException {
        open();
        ByteStore first = store("first");
        store("second");
        assertThat(columnsOnDisk()).containsExactly("default");

        put(first, "first", "a");
        assertThat(columnsOnDisk()).containsExactly("default", "store:first", "store:second");

        store("third");
        store("fourth");
        assertThat(first.approximateEntries()).isEqualTo(1);
        assertThat(columnsOnDisk()).hasSize(3);

        backend.keepOnly(Set.of("first", "second", "third", "fourth"));
        assertThat(columnsOnDisk()).hasSize(5).contains("store:third", "store:fourth");
    }

    private List<String> columnsOnDisk() throws RocksDBException {
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, directory.resolve("db").toString()).stream()
                    .map(name -> new String(name, UTF_8))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatAQuietTaskWroteIsFlushedWhenItIsOld() throws RocksDBException {
        open();
        put(store("counts"), "counts", "a");
        clock.advance(FLUSH_AGE.plusSeconds(1));
        backend.flushAged();

        awaitFilesOnDisk();
        assertThat(survivesACrash()).isTrue();
    }

    @Test
    void whatIsYoungerIsNotFlushedByADatabaseThatIsOpenForLong() throws RocksDBException {
        open();
        for (int i = 0; i < 3; i++) {
            backend.flush();
        }
        put(store("counts"), "counts", "a");
        backend.flushAged();
        clock.advance(FLUSH_AGE.minusSeconds(1));
        backend.flushAged();

        assertThat(survivesACrash()).isFalse();
    }

    @Test
    void theFirstFlushesComeSoonerSoThatAProcessWhichDiesAgainAndAgainGetsOn() throws RocksDBException {
        open();
        put(store("counts"), "counts", "a");
        clock.advance(FLUSH_AGE.dividedBy(8).plusSeconds(1));
        backend.flushAged();

        awaitFilesOnDisk();
        assertThat(survivesACrash()).isTrue();
    }

    @Test
    void whatWasRestoredIsFlushedAtTheNextLook() throws RocksDBException {
        open();
        put(store("counts"), "counts", "a");
        backend.restored("counts");
        clock.advance(Duration.ofMillis(1));
        backend.flushAged();

        awaitFilesOnDisk();
        assertThat(survivesACrash()).isTrue();
    }

    private void awaitFilesOnDisk() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (backend.reading(
                "counts", database -> database.getLiveFilesMetaData().isEmpty())) {
            assertThat(System.nanoTime()).as("waiting for the flush").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private boolean survivesACrash() throws RocksDBException {
        backend.closeWithoutFlush();
        open();
        return store("counts").get("a".getBytes(UTF_8)) != null;
    }

    @Test
    void memtablesAreCountedAndGoneAfterAFlush() throws RocksDBException {
        open();
        ByteStore column = store("counts");
        long before = resources.memtableBytes();
        for (int i = 0; i < 5_000; i++) {
            put(column, "counts", "key" + i);
        }
        assertThat(resources.memtableBytes()).isGreaterThan(before + 5_000 * 6);

        backend.flush();

        assertThat(resources.memtableBytes()).isLessThan(before + 5_000 * 6);
        column.get("key7".getBytes(UTF_8));
        assertThat(resources.blockBytes()).isPositive();
        assertThat(resources.pinnedBytes()).isNotNegative();
    }
}
