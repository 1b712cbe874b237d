package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RowReaderTests {

    @TempDir
    Path directory;

    private final Options options = new Options().setCreateIfMissing(true);
    private final ReadOptions reading = new ReadOptions();
    private final RowReader reader = new RowReader(reading);
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

    @Test
    void rowsOfAnySizeAreReadWhetherInMemoryInFilesOrAbsent() throws RocksDBException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] keyLengths = {10, 512, 513, 2_000};
        int[] valueLengths = {0, 1, 4_096, 4_097, 100_000};
        try (FlushOptions flush = new FlushOptions()) {
            for (int i = 0; i < 400; i++) {
                if (i % 3 > 0) {
                    database.put(key(i, keyLengths[i % 4]), new byte[valueLengths[i % 5]]);
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
                assertThat(value).as("row %s, seed %s", i, seed).hasSize(valueLengths[i % 5]);
            } else {
                assertThat(value).as("row %s, seed %s", i, seed).isNull();
            }
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
