package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RowReaderTests {

    @TempDir
    Path directory;

    private final Options options = new Options().setCreateIfMissing(true);
    private final ReadOptions reading = new ReadOptions();
    private final RowReader reader = RowReader.ofCheckedBlocks(reading);
    private RocksDB database;

    @BeforeEach
    void open() throws RocksDBException {
        RocksDB.loadLibrary();
        database = RocksDB.open(options, directory.toString());
    }

    @AfterEach
    void close() {
        database.close();
        reading.close();
        options.close();
    }

    private byte[] get(byte[] key) throws RocksDBException {
        return reader.get(database, database.getDefaultColumnFamily(), key);
    }

    private static byte[] key(int number, int length) {
        byte[] key = Arrays.copyOf(Integer.toString(number).getBytes(UTF_8), length);
        Arrays.fill(key, Math.min(length, 10), length, (byte) '.');
        return key;
    }

    /** No two rows have the same, and no byte of one is like its neighbours. */
    private static byte[] value(int number, int length) {
        byte[] value = new byte[length];
        new Random(number).nextBytes(value);
        return value;
    }

    @Test
    void rowsOfAnySizeAreReadWhetherInMemoryInFilesOrAbsent() throws RocksDBException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] keyLengths = {10, 512, 513, 2_000};
        int[] valueLengths = {0, 1, 4_096, 4_097, 100_000};
        try (FlushOptions flush = new FlushOptions()) {
            for (int i = 0; i < 400; i++) {
                if (i % 3 > 0) {
                    database.put(key(i, keyLengths[i % 4]), value(i, valueLengths[i % 5]));
                }
                if (i == 200) {
                    database.flush(flush);
                }
            }
        }
        for (int read = 0; read < 4_000; read++) {
            int i = random.nextInt(400);
            byte[] value = get(key(i, keyLengths[i % 4]));
            if (i % 3 > 0) {
                assertThat(value).as("row %s, seed %s", i, seed).isEqualTo(value(i, valueLengths[i % 5]));
            } else {
                assertThat(value).as("row %s, seed %s", i, seed).isNull();
            }
        }
    }

    @Test
    void aRowOfADamagedBlockIsNeverAbsent() throws RocksDBException, IOException {
        try (FlushOptions flush = new FlushOptions()) {
            for (int i = 0; i < 400; i++) {
                database.put(key(i, 10), value(i, 100));
            }
            database.flush(flush);
        }
        database.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".sst")).toList()) {
                byte[] content = Files.readAllBytes(file);
                Arrays.fill(content, 0, 4_000, (byte) 0xFF);
                Files.write(file, content);
            }
        }
        database = RocksDB.open(options, directory.toString());

        int damaged = 0;
        for (int read = 0; read < 2_000; read++) {
            int i = read % 400;
            assertThat(get(("z-" + read).getBytes(UTF_8))).isNull();
            try {
                assertThat(get(key(i, 10))).as("row %s", i).isEqualTo(value(i, 100));
            } catch (RocksDBException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.Corruption);
                damaged++;
            }
        }

        assertThat(damaged).isPositive().isLessThan(2_000);
    }

    @Test
    void aRowOfAFileWhoseIndexIsNotInMemoryIsNeitherEmptyNorAbsent() throws RocksDBException {
        database.put(key(1, 10), value(1, 100));
        database.compactRange();
        database.close();
        try (Cache cache = new LRUCache(1 << 20)) {
            options.setTableFormatConfig(
                    new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true));
            database = RocksDB.open(options, directory.toString());

            assertThat(get("z, beyond all files".getBytes(UTF_8))).isNull();
            assertThat(get(key(1, 10))).isEqualTo(value(1, 100));
        }
    }

    @Test
    void aRowIsReadAsItWasWrittenLast() throws RocksDBException {
        byte[] key = "key".getBytes(UTF_8);
        for (int i = 0; i < 20; i++) {
            assertThat(get(("absent-" + i).getBytes(UTF_8))).isNull();
            database.put(key, ("value-" + i).getBytes(UTF_8));
            assertThat(get(key)).asString(UTF_8).isEqualTo("value-" + i);
        }
        database.delete(key);
        assertThat(get(key)).isNull();
    }
}
