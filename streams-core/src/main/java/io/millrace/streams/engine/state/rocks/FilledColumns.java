package io.millrace.streams.engine.state.rocks;

import java.util.HashMap;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The columns of one database that a restore fills. Nobody reads them yet, and what is merged early is merged again with all that
 * follows; so a large restore lets more files pile up before they are merged. Afterwards a column is as its store wants it, and
 * the files that are too many are merged in the background. Owned by the owner thread of the database.
 */
final class FilledColumns {

    /** Setting options writes a file; a restore of fewer entries is over too soon for that. */
    private static final long LARGE_ENTRIES = 200_000;

    private static final int FILES_TO_MERGE = 16;

    /** Fewer than what stops writes by default: or the first commit after the restore would wait for the merge. */
    private static final int FILES_TO_SLOW_DOWN = 28;

    private final Map<String, Long> restored = new HashMap<>();

    /** Counts what was restored; the options are those of the column. */
    void restored(RocksDB database, ColumnFamilyHandle column, String store, int entries, ColumnFamilyOptions options)
            throws RocksDBException {
        long before = restored.getOrDefault(store, 0L);
        long after = before + entries;
        restored.put(store, after);
        if (before < LARGE_ENTRIES && after >= LARGE_ENTRIES) {
            int slowDown = Math.min(
                    Math.max(FILES_TO_SLOW_DOWN, options.level0SlowdownWritesTrigger()),
                    options.level0StopWritesTrigger());
            int merge = Math.min(Math.max(FILES_TO_MERGE, options.level0FileNumCompactionTrigger()), slowDown);
            set(database, column, merge, slowDown);
        }
    }

    /** Sets a column up for reading again. */
    void ended(RocksDB database, ColumnFamilyHandle column, String store, ColumnFamilyOptions options)
            throws RocksDBException {
        Long entries = restored.remove(store);
        if (entries != null && entries >= LARGE_ENTRIES) {
            set(database, column, options.level0FileNumCompactionTrigger(), options.level0SlowdownWritesTrigger());
        }
    }

    private static void set(RocksDB database, ColumnFamilyHandle column, int merge, int slowDown)
            throws RocksDBException {
        database.setOptions(
                column,
                MutableColumnFamilyOptions.builder()
                        .setLevel0FileNumCompactionTrigger(merge)
                        .setLevel0SlowdownWritesTrigger(slowDown)
                        .build());
    }
}
