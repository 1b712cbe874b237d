package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.errors.StreamsException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * What all databases of a process share: one block cache that also holds index and filter blocks and pays for the memtables, so that
 * memory off the heap is one number however many stores and partitions there are. Safe for use by any thread; close it after the
 * last database.
 */
public final class RocksResources implements AutoCloseable {

    /** What is used when nothing else is said. */
    public static final long DEFAULT_MEMORY_BYTES = 128L << 20;

    private static final long MIN_MEMORY_BYTES = 8L << 20;
    private static final long MAX_MEMTABLE_BYTES = 16L << 20;
    private static final int MEMTABLES_PER_COLUMN = 3;
    private static final double HIGH_PRIORITY_SHARE = 0.3;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final int SHARD_BITS = 4;

    private final NativeHandles handles = new NativeHandles();
    private final Cache cache;
    private final WriteBufferManager memtables;
    private final BloomFilter filter;
    private final DBOptions database;
    private final ColumnFamilyOptions column;
    private final WriteOptions write;
    private final ReadOptions read;
    private final FlushOptions flushNow;
    private final FlushOptions flushSoon;

    /**
     * Makes them.
     *
     * @param memoryBytes for the block cache and the memtables together
     */
    public RocksResources(long memoryBytes) {
        loadLibrary();
        long bytes = Math.max(memoryBytes, MIN_MEMORY_BYTES);
        cache = handles.opened(new LRUCache(bytes, SHARD_BITS, false, HIGH_PRIORITY_SHARE));
        memtables = handles.opened(new WriteBufferManager(bytes / 2, cache));
        filter = handles.opened(new BloomFilter(FILTER_BITS_PER_KEY));
        database = handles.opened(databaseOptions(memtables));
        column = handles.opened(columnOptions(cache, filter, Math.min(MAX_MEMTABLE_BYTES, bytes / 4)));
        write = handles.opened(new WriteOptions().setDisableWAL(true).setMemtableInsertHintPerBatch(true));
        read = handles.opened(new ReadOptions());
        flushNow = handles.opened(new FlushOptions().setWaitForFlush(true));
        flushSoon = handles.opened(new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true));
    }

    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new StreamsException(
                    "The native library of RocksDB cannot be loaded: " + e.getMessage()
                            + ". It is unpacked into a temporary directory, which must be writable and allow execution;"
                            + " name one in the environment variable ROCKSDB_SHAREDLIB_DIR, or use in-memory stores.",
                    e);
        }
    }

    /** Atomic flush is what makes stores and positions on disk belong to one instant, see the state backend's promise. */
    private static DBOptions databaseOptions(WriteBufferManager memtables) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setAllowMmapReads(false)
                .setAllowMmapWrites(false)
                .setWriteBufferManager(memtables)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setKeepLogFileNum(1)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
    }

    private static ColumnFamilyOptions columnOptions(Cache cache, BloomFilter filter, long memtableBytes) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(memtableBytes)
                .setMaxWriteBufferNumber(MEMTABLES_PER_COLUMN);
    }

    NativeHandles handles() {
        return handles;
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions column() {
        return column;
    }

    WriteOptions write() {
        return write;
    }

    ReadOptions read() {
        return read;
    }

    FlushOptions flushNow() {
        return flushNow;
    }

    FlushOptions flushSoon() {
        return flushSoon;
    }

    /** How many native objects are open, its own and those of the databases. */
    public int openHandles() {
        return handles.open();
    }

    @Override
    public void close() {
        handles.close(flushSoon);
        handles.close(flushNow);
        handles.close(read);
        handles.close(write);
        handles.close(column);
        handles.close(database);
        handles.close(filter);
        handles.close(memtables);
        handles.close(cache);
    }
}
