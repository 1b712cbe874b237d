package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.Options;

class RocksOpenerTests {

    private static final TaskId TASK = new TaskId(0, 0);
    private static final StoreSpec STORE = StoreSpec.keyValue("default", ValueFormat.PLAIN, Backing.PERSISTENT);

    @TempDir
    Path base;

    private final RocksResources resources = new RocksResources(8 << 20, 1 << 20, 1);
    private StateDirectory directory;
    private RocksOpener opener;

    @BeforeEach
    void open() {
        directory = StateDirectory.open(base, "app", new SystemClock(), UUID::randomUUID);
        directory.tryLock(TASK).orElseThrow();
        directory.tryLock(new TaskId(0, 1)).orElseThrow();
        opener = openerWith(resources);
    }

    private RocksOpener openerWith(RocksResources shared) {
        return openerWith(shared, StoreTuning.NONE);
    }

    private RocksOpener openerWith(RocksResources shared, StoreTuning tuning) {
        return new RocksOpener(
                directory,
                shared,
                tuning,
                null,
                new SystemClock(),
                new RocksOpener.Ages(RocksOpener.DEFAULT_FLUSH_AGE, Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        directory.close();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    private void writeAndClose() {
        try (StateBackend backend = opener.open(TASK)) {
            ByteStore column = backend.open(STORE);
            try (StateBatch batch = backend.newBatch()) {
                batch.into(column).put(bytes("a"), bytes("1"));
                batch.mark("position", 5);
                batch.write();
            }
        }
    }

    @Test
    void aCleanCloseKeepsContentsAndMarks() {
        writeAndClose();

        try (StateBackend backend = opener.open(TASK)) {
            assertThat(backend.open(STORE).get(bytes("a"))).isEqualTo(bytes("1"));
            assertThat(backend.mark("position")).isEqualTo(OptionalLong.of(5));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overwritten MANIFEST",
                "truncated MANIFEST",
                "missing MANIFEST",
                "missing CURRENT",
                "overwritten CURRENT",
                "truncated sst",
                "missing sst"
            })
    void aDamagedDatabaseIsSetAsideAndAnEmptyOneTakesItsPlace(String damage) throws IOException {
        writeAndClose();
        String[] what = damage.split(" ");
        for (Path file : databaseFiles(what[1])) {
            switch (what[0]) {
                case "missing" -> Files.delete(file);
                case "truncated" -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
                default -> Files.write(file, bytes("this is not what its name says"));
            }
        }

        try (StateBackend backend = opener.open(TASK)) {
            assertThat(backend.open(STORE).get(bytes("a"))).isNull();
            assertThat(backend.mark("position")).isEmpty();
        }
        assertThat(directory.path().resolve("0_0.broken-1/rocksdb")).isDirectory();
        assertThat(directory.existingTasks()).containsExactly(TASK);
        assertThat(directory.setAsideCount()).isEqualTo(1);
    }

    @Test
    void aFileInPlaceOfTheDatabaseIsSetAside() throws IOException {
        Files.writeString(directory.pathOf(TASK).resolve("rocksdb"), "x");

        opener.open(TASK).close();

        assertThat(directory.path().resolve("0_0.broken-1/rocksdb")).hasContent("x");
    }

    @Test
    void damageThatShowsOnReadingNamesTheDirectoryAndStopsEveryWrite() throws IOException {
        writeAndClose();
        for (Path file : databaseFiles("sst")) {
            byte[] content = Files.readAllBytes(file);
            // The marks are read at once, and would show the damage at the opening.
            if (new String(content, ISO_8859_1).contains("store:default")) {
                Arrays.fill(content, 0, 8, (byte) 0x5a);
                Files.write(file, content);
            }
        }

        // With the cache of before, which may hold the blocks, nothing would show.
        try (RocksResources afterRestart = new RocksResources(8 << 20, 1 << 20, 1);
                StateBackend backend = openerWith(afterRestart).open(TASK)) {
            ByteStore column = backend.open(STORE);
            assertThatThrownBy(() -> column.get(bytes("a")))
                    .isInstanceOfSatisfying(
                            TaskCorruptedException.class,
                            e -> assertThat(e.corruptedTasks()).containsExactly(TASK))
                    .cause()
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining(directory.pathOf(TASK).toString())
                    .hasMessageContaining("set aside");
            assertThatThrownBy(backend::flushAged).isInstanceOf(TaskCorruptedException.class);
            try (StateBatch batch = backend.newBatch()) {
                batch.into(column).put(bytes("b"), bytes("2"));
                assertThatThrownBy(batch::write).isInstanceOf(TaskCorruptedException.class);
            }
        }
        assertThat(directory.pathOf(TASK).resolve("damaged")).exists();
    }

    /** The first read brings the block into memory, and from then on it is asked there. */
    @Test
    void damageThatNoChecksumTellsIsNoAbsentRow() throws IOException {
        StoreTuning unchecked = new StoreTuning(Unchecked.class, Map.of());
        try (StateBackend backend = openerWith(resources, unchecked).open(TASK)) {
            try (StateBatch batch = backend.newBatch()) {
                batch.into(backend.open(STORE)).put(bytes("a"), bytes("1"));
                batch.write();
            }
        }
        for (Path file : databaseFiles("sst")) {
            byte[] content = Files.readAllBytes(file);
            if (new String(content, ISO_8859_1).contains("store:default")) {
                Arrays.fill(content, 0, 8, (byte) 0x5a);
                Files.write(file, content);
            }
        }

        try (RocksResources afterRestart = new RocksResources(8 << 20, 1 << 20, 1);
                StateBackend backend = openerWith(afterRestart, unchecked).open(TASK)) {
            ByteStore column = backend.open(STORE);
            for (int read = 0; read < 3; read++) {
                assertThat(column.get(bytes("z" + read))).isNull();
                assertThatThrownBy(() -> column.get(bytes("a"))).isInstanceOf(TaskCorruptedException.class);
            }
        }
    }

    /** Sets what a user may set. */
    public static final class Unchecked implements RocksDBConfigSetter {

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            options.setTableFormatConfig(
                    ((BlockBasedTableConfig) options.tableFormatConfig()).setChecksumType(ChecksumType.kNoChecksum));
        }

        @Override
        public void close(String storeName, Options options) {}
    }

    private List<Path> databaseFiles(String part) throws IOException {
        try (Stream<Path> files = Files.list(directory.pathOf(TASK).resolve("rocksdb"))) {
            return files.filter(path -> path.getFileName().toString().contains(part))
                    .toList();
        }
    }

    @Test
    void theDatabaseOfAnotherTaskIsSetAside() throws IOException {
        TaskId other = new TaskId(0, 1);
        writeAndClose();
        Files.move(
                directory.pathOf(TASK).resolve("rocksdb"),
                directory.pathOf(other).resolve("rocksdb"));

        try (StateBackend backend = opener.open(other)) {
            assertThat(backend.open(STORE).get(bytes("a"))).isNull();
        }
        assertThat(directory.path().resolve("0_1.broken-1")).isDirectory();
    }

    @Test
    void aBatchThatIsNotWrittenLeavesNoTrace() {
        try (StateBackend backend = opener.open(TASK)) {
            ByteStore column = backend.open(STORE);
            try (StateBatch batch = backend.newBatch()) {
                batch.into(column).put(bytes("a"), bytes("1"));
                batch.mark("position", 5);
            }

            assertThat(column.get(bytes("a"))).isNull();
            assertThat(backend.mark("position")).isEmpty();
        }
    }

    @Test
    void readersOfAClosedDatabaseAreToldAndNothingLeaks() {
        StateBackend backend = opener.open(TASK);
        ByteStore column = backend.open(STORE);
        try (StateBatch batch = backend.newBatch()) {
            batch.into(column).put(bytes("a"), bytes("1"));
            batch.write();
        }
        ByteCursor cursor = column.scan(KeyRange.ALL, Direction.FORWARD);
        assertThat(cursor.isValid()).isTrue();

        backend.close();

        assertThatThrownBy(cursor::isValid).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> column.get(bytes("a"))).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> column.scan(KeyRange.ALL, Direction.FORWARD))
                .isInstanceOf(InvalidStateStoreException.class);
        cursor.close();
        backend.close();
    }

    @Test
    void dropBelowRemovesWhatIsBelowOnly() {
        try (StateBackend backend = opener.open(TASK)) {
            ByteStore column = backend.open(STORE);
            try (StateBatch batch = backend.newBatch()) {
                batch.into(column);
                batch.put(bytes("a"), bytes("1"));
                batch.put(bytes("b"), bytes("2"));
                batch.put(bytes("c"), bytes("3"));
                batch.write();
            }
            backend.flush();

            try (StateBatch batch = backend.newBatch()) {
                batch.into(column).dropBelow(bytes("b"));
                batch.write();
            }

            assertThat(column.get(bytes("a"))).isNull();
            assertThat(column.get(bytes("b"))).isEqualTo(bytes("2"));
            assertThat(column.get(bytes("c"))).isEqualTo(bytes("3"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
