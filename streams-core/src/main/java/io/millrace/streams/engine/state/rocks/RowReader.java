package io.millrace.streams.engine.state.rocks;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.KeyMayExist;
import org.rocksdb.KeyMayExist.KeyMayExistEnum;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Reads single rows. RocksDB's {@code get} tells that there is none by an exception in native code, which takes longer than to look: 3.4 us
 * instead of 1.9. While rows are absent, what is in memory is asked first, which also gives the value if that is there; if rows must be read from
 * files, that would be to look twice. May be used by any thread; of several at a time, one reads so and the others with {@code get}.
 *
 * <p>What is in memory but cannot be understood is absent to that question, and damage to {@code get}. Blocks that a checksum has
 * found right when they were read can be understood; where options of the user's may have switched that off, {@code get} reads
 * every row.
 */
final class RowReader {

    private static final int KEY_BYTES = 512;
    private static final int VALUE_BYTES = 4_096;

    /** For how many rows out of files an absent one makes up. */
    private static final int GAIN = 8;

    private static final int MOST_GAIN = 64;

    private final ReadOptions options;
    private final AtomicReference<@Nullable Room> free;

    private RowReader(ReadOptions options, @Nullable Room room) {
        this.options = options;
        this.free = new AtomicReference<>(room);
    }

    /** Of a database whose blocks are checked when they are read from files. */
    static RowReader ofCheckedBlocks(ReadOptions options) {
        return new RowReader(options, new Room());
    }

    /** Of a database whose blocks may be anything. */
    static RowReader ofAnyBlocks(ReadOptions options) {
        return new RowReader(options, null);
    }

    byte @Nullable [] get(RocksDB database, ColumnFamilyHandle column, byte[] key) throws RocksDBException {
        Room room = key.length <= KEY_BYTES ? free.getAndSet(null) : null;
        if (room == null) {
            return database.get(column, options, key);
        }
        try {
            return get(database, column, key, room);
        } finally {
            free.set(room);
        }
    }

    private byte @Nullable [] get(RocksDB database, ColumnFamilyHandle column, byte[] key, Room room)
            throws RocksDBException {
        if (room.gain > 0) {
            room.key.clear().put(key).flip();
            KeyMayExist found = database.keyMayExist(column, options, room.key, room.value.clear());
            if (found.exists == KeyMayExistEnum.kNotExist) {
                room.gain = Math.min(MOST_GAIN, room.gain + GAIN);
                return null;
            }
            if (found.exists == KeyMayExistEnum.kExistsWithValue && isWhole(found)) {
                byte[] value = new byte[found.valueLength];
                room.value.get(0, value);
                return value;
            }
            room.gain--;
        }
        byte[] value = database.get(column, options, key);
        if (value == null) {
            room.gain = Math.min(MOST_GAIN, room.gain + GAIN);
        }
        return value;
    }

    /**
     * Whether the answer is the value. RocksDB also answers with an empty one when the index of a file is not in memory, and so nobody
     * looked into the file (its issue 12921).
     */
    private static boolean isWhole(KeyMayExist found) {
        return found.valueLength > 0 && found.valueLength <= VALUE_BYTES;
    }

    /** What native code reads from and writes to; and what it would have been worth of late to ask what is in memory first. */
    private static final class Room {

        private final ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES);
        private final ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BYTES);
        private int gain;
    }
}
