package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;

class StoreTuningTests {

    private static final TaskId TASK = new TaskId(0, 0);

    @TempDir
    Path directory;

    private final Queue<String> closed = new ConcurrentLinkedQueue<>();
    private final RocksResources resources = new RocksResources(16 << 20, 1 << 20, 1);

    @AfterEach
    void nothingLeaks() {
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    /** What a program that moves over may have. */
    public static final class Setter implements RocksDBConfigSetter {

        private Cache cache;
        private BloomFilter filter;

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            if (!storeName.equals("tuned")) {
                return;
            }
            cache = new LRUCache(1 << 20);
            filter = new BloomFilter(15);
            BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockCache(cache);
            table.setBlockSize(16 * 1024L);
            table.setFilterPolicy(filter);
            options.setTableFormatConfig(table);
            options.setCompactionStyle(CompactionStyle.UNIVERSAL);
            options.setCompressionType(CompressionType.ZSTD_COMPRESSION);
            options.setWriteBufferSize(3 << 20);
            options.setMaxOpenFiles(77);
            options.setMaxBackgroundJobs(5);
        }

        @Override
        public void close(String storeName, Options options) {
            if (cache != null) {
                cache.close();
                filter.close();
            }
        }
    }

    /** Tells what is closed. */
    public static final class Telling implements RocksDBConfigSetter {

        private Queue<String> told;

        @Override
        @SuppressWarnings("unchecked")
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            told = (Queue<String>) configs.get("told");
        }

        @Override
        public void close(String storeName, Options options) {
            told.add(storeName + (options.isOwningHandle() ? "" : ", whose options are closed already"));
        }
    }

    /** Fails. */
    public static final class Failing implements RocksDBConfigSetter {

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            throw new IllegalStateException("no such profile");
        }

        @Override
        public void close(String storeName, Options options) {}
    }

    private RocksBackend open(StoreTuning tuning) throws RocksDBException {
        return RocksBackend.open(
                new RocksBackend.Settings(TASK, directory.resolve("db"), tuning, null, Long.MAX_VALUE, Long.MAX_VALUE),
                resources,
                new HandClock());
    }

    private static ByteStore store(RocksBackend backend, String name) {
        return backend.open(StoreSpec.keyValue(name, ValueFormat.PLAIN, Backing.PERSISTENT));
    }

    private static void fill(RocksBackend backend, String... stores) {
        try (StateBatch batch = backend.newBatch()) {
            for (String store : stores) {
                batch.into(store(backend, store));
                for (int i = 0; i < 2_000; i++) {
                    batch.put(String.format("key%05d", i).getBytes(UTF_8), new byte[100]);
                }
            }
            batch.write();
        }
        backend.flush();
    }

    @Test
    void aStoreGetsWhatItsSetterSetsAndTheOthersDoNot() throws RocksDBException, IOException {
        StoreTuning tuning = new StoreTuning(Setter.class, Map.of());
        try (RocksBackend backend = open(tuning)) {
            fill(backend, "plain", "tuned");
        }
        // Again, because columns that are there are opened on another way than new ones.
        try (RocksBackend backend = open(tuning)) {
            fill(backend, "plain", "tuned");
            assertThat(store(backend, "tuned").get("key00007".getBytes(UTF_8))).hasSize(100);

            Map<String, String> tuned = optionsOnDisk("store:tuned");
            Map<String, String> plain = optionsOnDisk("store:plain");
            assertThat(tuned)
                    .containsEntry("compaction_style", "kCompactionStyleUniversal")
                    .containsEntry("compression", "kZSTD")
                    .doesNotContainKey("compression_per_level")
                    .containsEntry("write_buffer_size", Integer.toString(3 << 20))
                    .containsEntry("block_size", Integer.toString(16 * 1024))
                    .containsEntry("cache_index_and_filter_blocks", "true");
            assertThat(tuned.get("filter_policy")).contains("15");
            assertThat(plain)
                    .containsEntry("compaction_style", "kCompactionStyleLevel")
                    .containsEntry("compression", "kLZ4Compression")
                    .containsEntry("compression_per_level", "kNoCompression:kNoCompression:kLZ4Compression")
                    .containsEntry("block_size", "4096");
            assertThat(optionsOnDisk("")).containsEntry("max_open_files", "-1");
        }
    }

    @Test
    void whatHoldsForTheDatabaseIsNotFollowedAndNamed() {
        try (ColumnTuning tuned = new StoreTuning(Setter.class, Map.of()).tune("tuned", resources)) {
            assertThat(tuned.ignored())
                    .anyMatch(change -> change.startsWith("maxOpenFiles=77 (stays -1"))
                    .anyMatch(change -> change.startsWith("maxBackgroundJobs=5 (stays 2"))
                    .anyMatch(change -> change.startsWith("blockCache"))
                    .hasSize(3);
        }
        try (ColumnTuning untouched = new StoreTuning(Setter.class, Map.of()).tune("plain", resources)) {
            assertThat(untouched.ignored()).isEmpty();
        }
    }

    @Test
    void theSetterIsToldOfTheCloseOnceAStore() throws RocksDBException {
        StoreTuning tuning = new StoreTuning(Telling.class, Map.of("told", closed));
        try (RocksBackend backend = open(tuning)) {
            fill(backend, "left", "right");
            assertThat(closed).isEmpty();
        }

        assertThat(closed).containsExactlyInAnyOrder("left", "right");
    }

    @Test
    void aSetterThatFailsIsNamedAndNothingStaysOpen() throws RocksDBException {
        try (RocksBackend backend = open(new StoreTuning(Failing.class, Map.of()))) {
            assertThatThrownBy(() -> store(backend, "orders"))
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining(Failing.class.getName())
                    .hasMessageContaining("'orders'")
                    .hasMessageContaining("no such profile");
        }
        try (RocksBackend backend = open(StoreTuning.NONE)) {
            fill(backend, "orders");
        }

        assertThatThrownBy(() -> open(new StoreTuning(Failing.class, Map.of()))).isInstanceOf(StreamsException.class);
        assertThatThrownBy(() -> open(new StoreTuning(String.class, Map.of())))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("rocksdb.config.setter");
    }

    /** The options of a column, or of the database, as RocksDB last wrote them down. */
    private Map<String, String> optionsOnDisk(String column) throws IOException {
        Map<String, String> found = new HashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(newest())) {
            if (line.startsWith("[")) {
                inside = column.isEmpty()
                        ? line.startsWith("[DBOptions")
                        : line.replace("\\", "").contains("\"" + column + "\"");
            } else if (inside && line.contains("=")) {
                String[] parts = line.trim().split("=", 2);
                found.put(parts[0], parts[1]);
            }
        }
        return found;
    }

    private Path newest() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(directory.resolve("db"))) {
            listed.filter(file -> file.getFileName().toString().startsWith("OPTIONS-"))
                    .sorted()
                    .forEach(files::add);
        }
        return files.get(files.size() - 1);
    }
}
