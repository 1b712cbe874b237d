package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.StateBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** A native write batch. */
final class RocksBatch implements StateBatch {

    private static final byte[] FIRST_KEY = new byte[0];

    private final RocksBackend backend;
    private final WriteBatch batch;
    private final Map<String, Long> marks = new HashMap<>();
    private final Map<ColumnFamilyHandle, byte[]> dropped = new HashMap<>();
    private @Nullable ColumnFamilyHandle column;
    private @Nullable RowCache rows;

    /** What row caches are told of once it is written. */
    private final List<CachedRow> cached = new ArrayList<>();

    private boolean closed;

    private record CachedRow(RowCache rows, byte[] key, byte @Nullable [] value) {}

    RocksBatch(RocksBackend backend, WriteBatch batch) {
        this.backend = backend;
        this.batch = batch;
    }

    @Override
    public StateBatch into(ByteStore store) {
        RocksColumn chosen = (RocksColumn) store;
        column = chosen.handle();
        rows = chosen.rows();
        return this;
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                batch.delete(current(), key);
            } else {
                batch.put(current(), key, value);
            }
            if (rows != null) {
                cached.add(new CachedRow(rows, key, value));
            }
        } catch (RocksDBException e) {
            throw backend.failed("collect changes", e);
        }
    }

    @Override
    public void dropBelow(byte[] key) {
        try {
            batch.deleteRange(current(), FIRST_KEY, key);
            dropped.put(current(), key);
        } catch (RocksDBException e) {
            throw backend.failed("collect changes", e);
        }
    }

    @Override
    public void mark(String name, long value) {
        marks.put(name, value);
    }

    @Override
    public void write() {
        backend.write(batch, marks);
        for (CachedRow row : cached) {
            row.rows.put(row.key, row.value);
        }
        dropped.forEach(backend::deleteFilesBelow);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            backend.closeBatch(batch);
        }
    }

    private ColumnFamilyHandle current() {
        if (column == null) {
            throw new IllegalStateException("No column was chosen for the change.");
        }
        return column;
    }
}
