package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

class SpareIteratorsTests {

    @TempDir
    Path directory;

    private final Options options = new Options().setCreateIfMissing(true);
    private final ReadOptions reading = new ReadOptions();
    private final NativeHandles handles = new NativeHandles();
    private final SpareIterators iterators = new SpareIterators(handles, reading);
    private RocksDB database;

    @BeforeEach
    void open() throws RocksDBException {
        RocksDB.loadLibrary();
        database = RocksDB.open(options, directory.toString());
    }

    @AfterEach
    void close() {
        iterators.changed();
        assertThat(handles.open()).isZero();
        database.close();
        reading.close();
        options.close();
    }

    private SpareIterators.Opened take() {
        return iterators.open(database, database.getDefaultColumnFamily(), "store");
    }

    @Test
    void oneThatWasGivenBackIsUsedAgain() {
        SpareIterators.Opened first = take();
        iterators.giveBack(first);

        SpareIterators.Opened second = take();

        assertThat(second.iterator()).isSameAs(first.iterator());
        iterators.giveBack(second);
    }

    @Test
    void twoAtATimeAreTwoAndOneIsKept() {
        SpareIterators.Opened first = take();
        SpareIterators.Opened second = take();
        assertThat(second.iterator()).isNotSameAs(first.iterator());

        iterators.giveBack(first);
        iterators.giveBack(second);

        assertThat(handles.open()).isEqualTo(1);
    }

    @Test
    void afterAChangeOneIsOpenedThatShowsIt() throws RocksDBException {
        SpareIterators.Opened spare = take();
        SpareIterators.Opened used = take();
        iterators.giveBack(spare);
        database.put("key".getBytes(UTF_8), "value".getBytes(UTF_8));
        iterators.changed();
        iterators.giveBack(used);
        assertThat(handles.open()).isZero();

        SpareIterators.Opened opened = take();

        RocksIterator iterator = opened.iterator();
        iterator.seekToFirst();
        assertThat(iterator.isValid()).isTrue();
        iterators.giveBack(opened);
    }

    /** Whoever gives one back may hear of a change late. */
    @Test
    void whileOthersOpenAndGiveBackTheOwnerSeesEachOfItsWrites() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!over.get()) {
                iterators.giveBack(take());
            }
        });
        reader.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
                database.put(key, key);
                iterators.changed();

                SpareIterators.Opened opened = take();

                opened.iterator().seek(key);
                assertThat(opened.iterator().isValid()).as("write %s", i).isTrue();
                iterators.giveBack(opened);
            }
        } finally {
            over.set(true);
            reader.join();
        }
    }
}
