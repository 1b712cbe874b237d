package io.millrace.streams.engine.state.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.MutableColumnFamilyOptions.MutableColumnFamilyOptionsBuilder;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;

/** When files of a column are merged while it is restored. */
class FilledColumnsTests {

    private static final int LARGE = 150_000;

    @TempDir
    Path directory;

    private final RocksResources resources = new RocksResources(16 << 20, 1 << 20, 1);
    private RocksBackend backend;
    private RocksColumn counts;

    private void open(StoreTuning tuning) throws RocksDBException {
        backend = RocksBackend.open(
                new RocksBackend.Settings(
                        new TaskId(0, 0),
                        directory.resolve("db"),
                        tuning,
                        null,
                        Duration.ofMinutes(5).toNanos(),
                        Duration.ofMinutes(10).toMillis()),
                resources,
                new HandClock());
        counts = column("counts");
    }

    private RocksColumn column(String store) {
        return (RocksColumn) backend.open(StoreSpec.keyValue(store, ValueFormat.PLAIN, Backing.PERSISTENT));
    }

    @AfterEach
    void nothingLeaks() {
        backend.close();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    /** At how many files they are merged, and at how many writes slow down. */
    private List<Integer> files(RocksColumn column) {
        return backend.reading("counts", database -> {
            MutableColumnFamilyOptionsBuilder options = database.getOptions(column.handle());
            return List.of(options.level0FileNumCompactionTrigger(), options.level0SlowdownWritesTrigger());
        });
    }

    @Test
    void filesPileUpWhileMuchIsRestoredAndNoLonger() throws RocksDBException {
        open(StoreTuning.NONE);
        RocksColumn other = column("other");
        List<Integer> usual = files(counts);

        backend.restoring("counts", LARGE);
        assertThat(files(counts)).isEqualTo(usual);
        backend.restoring("counts", LARGE);
        assertThat(files(counts)).containsExactly(16, 28);
        assertThat(files(other)).isEqualTo(usual);

        backend.restored("counts");
        assertThat(files(counts)).isEqualTo(usual);
    }

    @Test
    void theNextRestoreIsCountedAnew() throws RocksDBException {
        open(StoreTuning.NONE);
        List<Integer> usual = files(counts);

        backend.restoring("counts", LARGE);
        backend.restored("counts");
        backend.restoring("counts", LARGE);

        assertThat(files(counts)).isEqualTo(usual);
    }

    @Test
    void whatTheUserSetComesBack() throws RocksDBException {
        open(new StoreTuning(Setter.class, Map.of()));

        backend.restoring("counts", 2 * LARGE);
        assertThat(files(counts)).containsExactly(12, 12); // Never beyond where the user wants writes to stop.

        backend.restored("counts");
        assertThat(files(counts)).containsExactly(3, 9);
    }

    /** What a program that moves over may have. */
    public static final class Setter implements RocksDBConfigSetter {

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            options.setLevel0FileNumCompactionTrigger(3)
                    .setLevel0SlowdownWritesTrigger(9)
                    .setLevel0StopWritesTrigger(12);
        }

        @Override
        public void close(String storeName, Options options) {}
    }
}
