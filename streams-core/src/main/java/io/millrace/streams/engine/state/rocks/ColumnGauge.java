package io.millrace.streams.engine.state.rocks;

import java.util.Locale;

/**
 * What RocksDB tells of a column without being asked to count anything. The names of the metrics are those of Kafka Streams, which has
 * them from RocksDB.
 */
enum ColumnGauge {
    NUM_IMMUTABLE_MEM_TABLE("The number of memtables that wait to be flushed"),
    CUR_SIZE_ACTIVE_MEM_TABLE("The bytes in the memtable that is written to"),
    CUR_SIZE_ALL_MEM_TABLES("The bytes in memtables that are written to or wait to be flushed"),
    SIZE_ALL_MEM_TABLES("The bytes in all memtables, those that only readers hold among them"),
    NUM_ENTRIES_ACTIVE_MEM_TABLE("The number of entries in the memtable that is written to"),
    NUM_ENTRIES_IMM_MEM_TABLES("The number of entries in memtables that wait to be flushed"),
    NUM_DELETES_ACTIVE_MEM_TABLE("The number of removals in the memtable that is written to"),
    NUM_DELETES_IMM_MEM_TABLES("The number of removals in memtables that wait to be flushed"),
    MEM_TABLE_FLUSH_PENDING("1 if a memtable waits to be flushed, otherwise 0"),
    NUM_RUNNING_FLUSHES("The number of flushes under way in the task's database"),
    COMPACTION_PENDING("1 if a compaction waits to be run, otherwise 0"),
    NUM_RUNNING_COMPACTIONS("The number of compactions under way in the task's database"),
    ESTIMATE_PENDING_COMPACTION_BYTES("About how many bytes compactions have to rewrite"),
    TOTAL_SST_FILES_SIZE("The bytes of all files, those that only readers hold among them"),
    LIVE_SST_FILES_SIZE("The bytes of the files that make up the latest state"),
    NUM_LIVE_VERSIONS("The number of states of the files that somebody reads"),
    BLOCK_CACHE_CAPACITY("The bytes that the block cache of the process may take"),
    BLOCK_CACHE_USAGE("The bytes in the block cache of the process"),
    BLOCK_CACHE_PINNED_USAGE("The bytes in the block cache of the process that cannot be evicted now"),
    ESTIMATE_NUM_KEYS("About how many keys there are"),
    ESTIMATE_TABLE_READERS_MEM("About how many bytes readers of files take beside the block cache"),
    BACKGROUND_ERRORS("The number of errors in the background of the task's database");

    private final String metric;
    private final String description;

    ColumnGauge(String description) {
        this.metric = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.description = description;
    }

    String metric() {
        return metric;
    }

    /** The property of RocksDB that it shows. */
    String property() {
        return "rocksdb." + metric;
    }

    String description() {
        return description;
    }
}
