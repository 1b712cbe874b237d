package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor.RecordingLevel;

/**
 * Every metric of the engine's own: its group, its name and what it tells. Names and groups are those of Kafka Streams, where it has such a
 * metric; groups {@code stream-connection-metrics}, {@code stream-memory-metrics}, {@code stream-state-directory-metrics} and
 * {@code stream-restore-metrics} are our own.
 */
public enum MetricCatalog {
    CLIENT_STATE("stream-metrics", "state", RecordingLevel.INFO, "The state of the client"),
    CLIENT_ALIVE_THREADS(
            "stream-metrics", "alive-stream-threads", RecordingLevel.INFO, "The number of stream threads that run"),
    CLIENT_APPLICATION_ID("stream-metrics", "application-id", RecordingLevel.INFO, "The application id"),
    CLIENT_BROKER_SILENCE(
            "stream-connection-metrics",
            "broker-silence-ms",
            RecordingLevel.INFO,
            "For how long, in milliseconds, the stream thread that has waited longest has heard nothing from the"
                    + " brokers"),
    CLIENT_STATE_SET_ASIDE(
            "stream-state-directory-metrics",
            "state-set-aside-total",
            RecordingLevel.INFO,
            "The number of directories of state that were set aside since the start, because they were damaged or"
                    + " another's"),
    MEMORY_MAX(
            "stream-memory-metrics",
            "state-memory-max-bytes",
            RecordingLevel.INFO,
            "The bytes that state of this process may take, on the heap and off it"),
    MEMORY_BUFFERS(
            "stream-memory-metrics",
            "state-memory-buffer-bytes",
            RecordingLevel.INFO,
            "The bytes on the heap in entries of stores of this process, committed or not"),
    MEMORY_BLOCKS(
            "stream-memory-metrics",
            "state-memory-block-cache-bytes",
            RecordingLevel.INFO,
            "The bytes off the heap in blocks of files, indexes and filters of this process"),
    MEMORY_PINNED_BLOCKS(
            "stream-memory-metrics",
            "state-memory-block-cache-pinned-bytes",
            RecordingLevel.INFO,
            "The bytes of the block cache of this process that are in use and cannot be evicted"),
    MEMORY_MEMTABLES(
            "stream-memory-metrics",
            "state-memory-memtable-bytes",
            RecordingLevel.INFO,
            "The bytes off the heap in changes of this process that are not on the disk yet"),
    INPUT_BUFFER(
            "stream-memory-metrics",
            "input-buffer-bytes",
            RecordingLevel.INFO,
            "The bytes of keys and values that the thread has fetched and not processed"),
    THREAD_STATE("stream-thread-metrics", "state", RecordingLevel.INFO, "The state of the thread"),
    THREAD_POLL("stream-thread-metrics", "poll", RecordingLevel.INFO, "polls of the consumer"),
    THREAD_PROCESS("stream-thread-metrics", "process", RecordingLevel.INFO, "processed records"),
    THREAD_COMMIT("stream-thread-metrics", "commit", RecordingLevel.INFO, "commits"),
    THREAD_PUNCTUATE("stream-thread-metrics", "punctuate", RecordingLevel.INFO, "punctuations"),
    THREAD_TASK_CREATED("stream-thread-metrics", "task-created", RecordingLevel.INFO, "tasks created"),
    THREAD_TASK_CLOSED("stream-thread-metrics", "task-closed", RecordingLevel.INFO, "tasks closed"),
    RESTORE_TASKS(
            "stream-state-updater-metrics",
            "active-restoring-tasks",
            RecordingLevel.INFO,
            "The number of active tasks that are being restored"),
    STANDBY_TASKS(
            "stream-state-updater-metrics",
            "standby-updating-tasks",
            RecordingLevel.INFO,
            "The number of standby tasks that follow their changelogs"),
    RESTORE_RECORDS("stream-state-updater-metrics", "restore-records", RecordingLevel.INFO, "records restored"),
    RESTORE_CALLS("stream-state-updater-metrics", "restore-call", RecordingLevel.INFO, "batches restored"),
    RESTORE_BUSY(
            "stream-state-updater-metrics",
            "active-restore-ratio",
            RecordingLevel.INFO,
            "The part of the time that the thread spent with restoring"),
    STANDBY_BUSY(
            "stream-state-updater-metrics",
            "standby-update-ratio",
            RecordingLevel.INFO,
            "The part of the time that the thread spent with standby tasks"),
    RESTORE_IDLE(
            "stream-state-updater-metrics",
            "idle-ratio",
            RecordingLevel.INFO,
            "The part of the time that the thread had nothing to do"),
    RESTORE_STORE_REMAINING(
            "stream-restore-metrics",
            "remaining-records",
            RecordingLevel.INFO,
            "The number of records of the store that are still to be restored, or fewer"),
    RESTORE_STORE_RECORDS(
            "stream-restore-metrics",
            "restored-records",
            RecordingLevel.INFO,
            "The number of records of the store restored so far"),
    RESTORE_STORE_BYTES(
            "stream-restore-metrics",
            "restored-bytes",
            RecordingLevel.INFO,
            "The bytes of keys and values of the store restored so far"),
    RESTORE_STORE_REMAINING_MS(
            "stream-restore-metrics",
            "remaining-ms",
            RecordingLevel.INFO,
            "About how many milliseconds the restore of the store will take still, -1 if that is not known"),
    TASK_RESTORE("stream-task-metrics", "restore", RecordingLevel.DEBUG, "records restored"),
    TASK_UPDATE("stream-task-metrics", "update", RecordingLevel.DEBUG, "records loaded into standby stores"),
    TASK_RESTORE_REMAINING(
            "stream-task-metrics",
            "restore-remaining-records-total",
            RecordingLevel.INFO,
            "The number of records that are still to be restored, or fewer"),
    DATABASE_BYTES_WRITTEN(
            "stream-state-metrics", "bytes-written", RecordingLevel.DEBUG, "bytes written to the database"),
    DATABASE_BYTES_READ("stream-state-metrics", "bytes-read", RecordingLevel.DEBUG, "bytes read from the database"),
    DATABASE_BYTES_FLUSHED(
            "stream-state-metrics", "memtable-bytes-flushed", RecordingLevel.DEBUG, "bytes flushed from memtables"),
    DATABASE_BYTES_COMPACTION_READ(
            "stream-state-metrics", "bytes-read-compaction", RecordingLevel.DEBUG, "bytes read by compactions"),
    DATABASE_BYTES_COMPACTION_WRITTEN(
            "stream-state-metrics", "bytes-written-compaction", RecordingLevel.DEBUG, "bytes written by compactions"),
    STORE_OPEN_ITERATORS(
            "stream-state-metrics",
            "num-open-iterators",
            RecordingLevel.INFO,
            "The number of iterators over the store that are open"),
    STORE_OLDEST_ITERATOR(
            "stream-state-metrics",
            "oldest-iterator-open-since-ms",
            RecordingLevel.INFO,
            "When the iterator over the store was opened that has been open for longest, in epoch milliseconds; 0 if"
                    + " none is"),
    STORE_ITERATOR_DURATION(
            "stream-state-metrics",
            "iterator-duration",
            RecordingLevel.DEBUG,
            "nanoseconds from the opening of an iterator to its closing"),
    TASK_PROCESS("stream-task-metrics", "process", RecordingLevel.DEBUG, "processed records"),
    TASK_DROPPED_RECORDS("stream-task-metrics", "dropped-records", RecordingLevel.INFO, "records dropped on purpose");

    private final String group;
    private final String stem;
    private final RecordingLevel level;
    private final String description;

    MetricCatalog(String group, String stem, RecordingLevel level, String description) {
        this.group = group;
        this.stem = stem;
        this.level = level;
        this.description = description;
    }

    /** The metric's group, such as {@code stream-thread-metrics}. */
    public String group() {
        return group;
    }

    /** The metric's name, or for a meter its stem, to which {@code -rate} and {@code -total} are added. */
    public String stem() {
        return stem;
    }

    /** From which recording level on it is recorded. */
    public RecordingLevel level() {
        return level;
    }

    /** What it tells: a sentence for a gauge, the things counted for a meter. */
    public String description() {
        return description;
    }
}
