package io.millrace.streams.engine.state.rocks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** The numbers kept with a database, in its default column, and once more on the heap. Written by the owner thread. */
final class RocksMarks {

    private static final byte[] PREFIX = "mark:".getBytes(StandardCharsets.UTF_8);

    private final Map<String, Long> values = new ConcurrentHashMap<>();

    void read(RocksDB database, ColumnFamilyHandle column) throws RocksDBException {
        try (RocksIterator iterator = database.newIterator(column)) {
            for (iterator.seek(PREFIX); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (key.length < PREFIX.length || !Arrays.equals(key, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
                    break;
                }
                String name = new String(key, PREFIX.length, key.length - PREFIX.length, StandardCharsets.UTF_8);
                values.put(name, ByteBuffer.wrap(iterator.value()).getLong());
            }
            iterator.status();
        }
    }

    OptionalLong get(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    Map<String, Long> startingWith(String prefix) {
        Map<String, Long> found = new HashMap<>(values);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }

    /** Puts marks into a batch. */
    static void add(WriteBatch batch, ColumnFamilyHandle column, Map<String, Long> marks) throws RocksDBException {
        for (Map.Entry<String, Long> mark : marks.entrySet()) {
            byte[] value =
                    ByteBuffer.allocate(Long.BYTES).putLong(mark.getValue()).array();
            batch.put(column, keyOf(mark.getKey()), value);
        }
    }

    /** The batch was written. */
    void written(Map<String, Long> marks) {
        values.putAll(marks);
    }

    void remove(WriteBatch batch, ColumnFamilyHandle column, String name) throws RocksDBException {
        values.remove(name);
        batch.delete(column, keyOf(name));
    }

    /** Removes what was noted for a store: marks are named by kind, store and whatever else. */
    void removeAllOf(String store, WriteBatch batch, ColumnFamilyHandle column) throws RocksDBException {
        for (String name : startingWith("").keySet()) {
            String[] parts = name.split("/", 3);
            if (parts.length > 1 && parts[1].equals(store)) {
                remove(batch, column, name);
            }
        }
    }

    private static byte[] keyOf(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + bytes.length);
        System.arraycopy(bytes, 0, key, PREFIX.length, bytes.length);
        return key;
    }
}
