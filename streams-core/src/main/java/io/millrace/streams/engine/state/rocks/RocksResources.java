package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.errors.StreamsException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
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
 * What all databases of a process share: one block cache that also holds index and filter blocks, and one limit for memtables, so
 * that memory off the heap is one number however many stores and partitions there are. Safe for use by any thread; close it after the
 * last database.
 */
public final class RocksResources implements AutoCloseable {

    private static final long MIN_MEMORY_BYTES = 8L << 20;
    private static final long MAX_MEMTABLE_BYTES = 16L << 20;
    private static final int MEMTABLES_PER_COLUMN = 3;
    private static final double HIGH_PRIORITY_SHARE = 0.3;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final long MIN_SHARD_BYTES = 8L << 20;
    private static final int MAX_SHARD_BITS = 6;

    /** How much of each of its files a compaction reads at once. */
    private static final long COMPACTION_READ_BYTES = 512L << 10;

    /**
     * What the allocator takes beside the bytes it is asked for: one in so many of all. Blocks come and go in all sizes and by several
     * threads, each of which has a heap of its own in the C library; freed pieces stay there.
     */
    private static final int ALLOCATOR_SHARE = 4;

    /** Each column takes at least one, however little is in it: with the default of a megabyte, many small columns would fill memory. */
    private static final long MEMTABLE_BLOCK_BYTES = 64L << 10;

    static final CompressionType COMPRESSION_BELOW = CompressionType.LZ4_COMPRESSION;

    /** What is written again soon is not compressed: flushed files, and the first level that they are merged into. */
    static final List<CompressionType> COMPRESSION =
            List.of(CompressionType.NO_COMPRESSION, CompressionType.NO_COMPRESSION, COMPRESSION_BELOW);

    private final Set<RocksBackend> databases = ConcurrentHashMap.newKeySet();
    private final NativeHandles handles = new NativeHandles();
    private final RowMemory rows;
    private final Cache cache;

    /**
     * Holds nothing: a write-buffer manager wants a cache to charge. It is not the one of blocks, whose room memtables would take and
     * give back all the time: the allocator does not use for the blocks that one thread reads what another had for memtables.
     */
    private final Cache accounts;

    private final WriteBufferManager memtables;
    private final BloomFilter filter;
    private final DBOptions database;
    private final ColumnFamilyOptions column;
    private final WriteOptions write;
    private final ReadOptions read;
    private final FlushOptions flushNow;
    private final FlushOptions flushSoon;
    private boolean closed;

    /**
     * Makes them.
     *
     * @param memoryBytes for the block cache and the memtables together, with what the allocator takes for them
     * @param rowBytes for rows on the heap
     * @param seed what the hashes of their keys depend on, which nobody should know who sends keys
     */
    public RocksResources(long memoryBytes, long rowBytes, long seed) {
        loadLibrary();
        rows = new RowMemory(rowBytes, seed);
        long bytes = Math.max(memoryBytes - memoryBytes / ALLOCATOR_SHARE, MIN_MEMORY_BYTES);
        long memtableBytes = bytes / 3 * 2;
        long cacheBytes = bytes - memtableBytes;
        cache = handles.opened(new LRUCache(cacheBytes, shardBits(cacheBytes), false, HIGH_PRIORITY_SHARE));
        accounts = handles.opened(new LRUCache(memtableBytes));
        memtables = handles.opened(new WriteBufferManager(memtableBytes, accounts));
        filter = handles.opened(new BloomFilter(FILTER_BITS_PER_KEY));
        database = handles.opened(databaseOptions(memtables));
        column = handles.opened(columnOptions(cache, filter, Math.min(MAX_MEMTABLE_BYTES, bytes / 4)));
        write = handles.opened(new WriteOptions().setDisableWAL(true).setMemtableInsertHintPerBatch(true));
        read = handles.opened(new ReadOptions());
        flushNow = handles.opened(new FlushOptions().setWaitForFlush(true));
        flushSoon = handles.opened(new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true));
    }

    /** More shards, less waiting for each other; but a shard must hold the filter of a large file beside much else. */
    private static int shardBits(long bytes) {
        int bits = 0;
        while (bits < MAX_SHARD_BITS && bytes >> (bits + 1) >= MIN_SHARD_BYTES) {
            bits++;
        }
        return bits;
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
                .setCompactionReadaheadSize(COMPACTION_READ_BYTES)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setKeepLogFileNum(1)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
    }

    private static ColumnFamilyOptions columnOptions(Cache cache, BloomFilter filter, long memtableBytes) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table(cache, filter))
                .setCompressionType(COMPRESSION_BELOW)
                .setCompressionPerLevel(COMPRESSION)
                .setWriteBufferSize(memtableBytes)
                .setArenaBlockSize(MEMTABLE_BLOCK_BYTES)
                .setMaxWriteBufferNumber(MEMTABLES_PER_COLUMN);
    }

    private static SharedCacheTable table(Cache cache, BloomFilter filter) {
        SharedCacheTable table = new SharedCacheTable();
        table.setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return table.sharing(cache);
    }

    /** The engine's format of files, for a setter to change. */
    SharedCacheTable newTable() {
        return table(cache, filter);
    }

    Cache cache() {
        return cache;
    }

    RowMemory rowMemory() {
        return rows;
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

    void opened(RocksBackend backend) {
        databases.add(backend);
    }

    void closed(RocksBackend backend) {
        databases.remove(backend);
    }

    /** Bytes in the memtables of all databases. */
    public long memtableBytes() {
        long bytes = 0;
        for (RocksBackend backend : databases) {
            bytes += backend.memtableBytes();
        }
        return bytes;
    }

    /** Bytes of rows on the heap. */
    public long rowBytes() {
        return rows.usedBytes();
    }

    /** Bytes in blocks, indexes and filters. */
    public long blockBytes() {
        return usage(cache::getUsage);
    }

    /** Bytes of the cache that cannot be evicted now. */
    public long pinnedBytes() {
        return usage(cache::getPinnedUsage);
    }

    /** A closed cache must not be asked. */
    private synchronized long usage(LongSupplier asked) {
        return closed ? 0 : asked.getAsLong();
    }

    /** How many native objects are open, its own and those of the databases. */
    public int openHandles() {
        return handles.open();
    }

    /** How many iterators nobody had closed when their database was. */
    public int abandonedIterators() {
        return handles.abandoned();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        handles.close(flushSoon);
        handles.close(flushNow);
        handles.close(read);
        handles.close(write);
        handles.close(column);
        handles.close(database);
        handles.close(filter);
        handles.close(memtables);
        handles.close(accounts);
        handles.close(cache);
    }
}
