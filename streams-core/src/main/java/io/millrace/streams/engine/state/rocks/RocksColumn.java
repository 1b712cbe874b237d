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
    private volatile @Nullable ColumnFamilyHandle handle;

    RocksColumn(RocksBackend backend, String store) {
        this.backend = backend;
        this.store = store;
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
    @SuppressWarnings("NullAway") // What is read may be null here, and the checker does not see the type argument.
    public byte @Nullable [] get(byte[] key) {
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
