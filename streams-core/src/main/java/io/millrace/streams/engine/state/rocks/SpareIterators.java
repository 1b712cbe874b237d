package io.millrace.streams.engine.state.rocks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;

/**
 * Iterators that are not used now and show the database as it still is. To open and to close one takes longer than most scans; and between
 * two commits nothing changes. Opened and given back by any thread; changes are told by the owner of the database.
 */
final class SpareIterators {

    private final NativeHandles handles;
    private final ReadOptions options;
    private final Map<String, Opened> spares = new ConcurrentHashMap<>();
    private volatile int changes;

    SpareIterators(NativeHandles handles, ReadOptions options) {
        this.handles = handles;
        this.options = options;
    }

    /**
     * An iterator.
     *
     * @param store whose column it walks; to ask the handle of a column for its hash means two calls of native code
     * @param changes how many there had been when it was opened, or fewer
     */
    record Opened(RocksIterator iterator, String store, int changes) {}

    Opened open(RocksDB database, ColumnFamilyHandle column, String store) {
        Opened spare = spares.remove(store);
        if (spare != null && spare.changes == changes) {
            return spare;
        }
        if (spare != null) { // Given back by somebody who had not heard of the last change yet.
            handles.close(spare.iterator);
        }
        int before = changes;
        return new Opened(handles.opened(database.newIterator(column, options)), store, before);
    }

    void giveBack(Opened opened) {
        if (opened.changes != changes || spares.putIfAbsent(opened.store, opened) != null) {
            handles.close(opened.iterator);
        } else if (opened.changes != changes) {
            drop(opened);
        }
    }

    /** The database has changed, or what iterators keep in memory is to be freed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // There is one owner.
    void changed() {
        changes++;
        spares.values().forEach(this::drop);
    }

    private void drop(Opened spare) {
        if (spares.remove(spare.store, spare)) {
            handles.close(spare.iterator);
        }
    }
}
