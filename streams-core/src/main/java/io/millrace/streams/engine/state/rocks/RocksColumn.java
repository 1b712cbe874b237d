package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.KeyRange;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;

/** A column family, made when it is used first or when all stores of the task are known. */
final class RocksColumn implements ByteStore {

    private static final String KEY_COUNT = "rocksdb.estimate-num-keys";

    private final RocksBackend backend;
    private final String store;
    private final boolean cachesRows;
    private volatile @Nullable ColumnFamilyHandle handle;

    /** Null until the owner has asked for a row: while a store is restored nobody does. */
    private volatile @Nullable RowCache rows;

    RocksColumn(RocksBackend backend, String store, boolean cachesRows) {
        this.backend = backend;
        this.store = store;
        this.cachesRows = cachesRows;
    }

    ColumnFamilyHandle handle() {
        ColumnFamilyHandle known = handle;
        if (known == null) {
            known = backend.column(store);
            handle = known;
        }
        return known;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        RowCache known = rows;
        byte[] row = known == null ? null : known.get(key);
        if (row != null) {
            return row == RowCache.ABSENT ? null : row;
        }
        return read(key);
    }

    @Override
    public byte @Nullable [] getAsOwner(byte[] key) {
        if (!cachesRows) {
            return read(key);
        }
        RowCache known = rows;
        if (known == null) {
            known = new RowCache(backend.resources().rowMemory(), isEmpty());
            rows = known;
        }
        byte[] row = known.getAsOwner(key);
        if (row != null) {
            return row == RowCache.ABSENT ? null : row;
        }
        byte[] stored = read(key);
        if (stored != null) {
            known.put(key, stored);
        }
        return stored;
    }

    /** The rows at hand, null if none are kept. */
    @Nullable
    RowCache rows() {
        return rows;
    }

    private boolean isEmpty() {
        try (RocksCursor all = walk(Direction.FORWARD)) {
            all.over(KeyRange.ALL);
            return !all.isValid();
        }
    }

    /** Gives memory for rows back if others need it. */
    void shareMemory() {
        RowCache known = rows;
        if (known != null) {
            known.share();
        }
    }

    /** Forgets the rows at hand, and keeps no more. */
    void close() {
        RowCache known = rows;
        if (known != null) {
            known.close();
        }
    }

    @SuppressWarnings("NullAway") // What is read may be null here, and the checker does not see the type argument.
    private byte @Nullable [] read(byte[] key) {
        return backend.<byte @Nullable []>reading(
                store, database -> backend.rows().get(database, handle(), key));
    }

    @Override
    public ByteCursor scan(KeyRange range, Direction direction) {
        RocksCursor cursor = walk(direction);
        cursor.over(range);
        return cursor;
    }

    @Override
    public RocksCursor walk(Direction direction) {
        return backend.reading(store, database -> open(database, direction));
    }

    /** Called while the database cannot be closed, so that a cursor it does not know of never exists. */
    private RocksCursor open(RocksDB database, Direction direction) {
        RocksCursor cursor = new RocksCursor(backend, backend.iterators().open(database, handle(), store), direction);
        backend.opened(cursor);
        return cursor;
    }

    @Override
    public long approximateEntries() {
        return Math.max(0, property(KEY_COUNT));
    }

    /** A number that RocksDB keeps of the column; may be asked by any thread at any time. */
    long property(String name) {
        ColumnFamilyHandle known = handle;
        return known == null ? 0 : backend.<Long>reading(store, database -> database.getLongProperty(known, name));
    }
}
