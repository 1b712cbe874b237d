package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor.RecordingLevel;

/**
 * The metrics of clients, threads and databases: their groups, their names and what they tell; those of tasks are in {@link TaskCatalog},
 * those of stores in {@link StoreCatalog}. Names and groups are those of Kafka Streams, where it has such a metric; groups {@code stream-connection-metrics}, {@code stream-memory-metrics}, {@code stream-state-directory-metrics} and
 * {@code stream-restore-metrics} are our own.
 */
public enum MetricCatalog implements CatalogEntry {
    CLIENT_STATE("stream-metrics", "state", RecordingLevel.INFO, "The state of the client"),
    CLIENT_ALIVE_THREADS(
            "stream-metrics", "alive-stream-threads", RecordingLevel.INFO, "The number of stream threads that run"),
    CLIENT_APPLICATION_ID("stream-metrics", "application-id", RecordingLevel.INFO, "The application id"),
    CLIENT_VERSION("stream-metrics", "version", RecordingLevel.INFO, "The version of Millrace"),
    CLIENT_COMMIT_ID("stream-metrics", "commit-id", RecordingLevel.INFO, "The commit that Millrace was built from"),
    CLIENT_TOPOLOGY(
            "stream-metrics",
            "topology-description",
            RecordingLevel.INFO,
            "The topology, as Topology.describe tells it"),
    CLIENT_FAILED_THREADS(
            "stream-metrics",
            "failed-stream-threads",
            RecordingLevel.INFO,
            "The number of stream threads that failed since the start"),
    CLIENT_STATE_NUMBER(
            "stream-metrics",
            "client-state",
            RecordingLevel.INFO,
            "The state of the client, as its number in the enum"),
    CLIENT_RECORDING_LEVEL(
            "stream-metrics",
            "recording-level",
            RecordingLevel.INFO,
            "The level up to which metrics are recorded: 0 for INFO, 1 for DEBUG, 2 for TRACE"),
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
    MEMORY_ROWS(
            "stream-memory-metrics",
            "state-memory-row-bytes",
            RecordingLevel.INFO,
            "The bytes on the heap in rows at hand of persistent stores of this process"),
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
    THREAD_STATE_NUMBER(
            "stream-thread-metrics",
            "thread-state",
            RecordingLevel.INFO,
            "The state of the thread, as the number of it that Kafka Streams has"),
    THREAD_START_TIME(
            "stream-thread-metrics",
            "thread-start-time",
            RecordingLevel.INFO,
            "When the thread was started, in epoch milliseconds"),
    THREAD_BLOCKED_NANOS(
            "stream-thread-metrics",
            "blocked-time-ns-total",
            RecordingLevel.INFO,
            "For how many nanoseconds the thread has waited for brokers"),
    THREAD_POLL_LATENCY("stream-thread-metrics", "poll-latency", RecordingLevel.INFO, "milliseconds that a poll took"),
    THREAD_POLL_RATIO(
            "stream-thread-metrics", "poll-ratio", RecordingLevel.INFO, "The part of the time spent in polls"),
    THREAD_POLL_RECORDS("stream-thread-metrics", "poll-records", RecordingLevel.INFO, "records that a poll brought"),
    THREAD_PROCESS_LATENCY(
            "stream-thread-metrics", "process-latency", RecordingLevel.INFO, "milliseconds that a record took"),
    THREAD_PROCESS_RATIO(
            "stream-thread-metrics", "process-ratio", RecordingLevel.INFO, "The part of the time spent with records"),
    THREAD_PROCESS_RECORDS(
            "stream-thread-metrics", "process-records", RecordingLevel.INFO, "records processed between two polls"),
    THREAD_PUNCTUATE_LATENCY(
            "stream-thread-metrics", "punctuate-latency", RecordingLevel.INFO, "milliseconds that a punctuation took"),
    THREAD_PUNCTUATE_RATIO(
            "stream-thread-metrics",
            "punctuate-ratio",
            RecordingLevel.INFO,
            "The part of the time spent with punctuations"),
    THREAD_COMMIT_LATENCY(
            "stream-thread-metrics", "commit-latency", RecordingLevel.INFO, "milliseconds that a commit took"),
    THREAD_COMMIT_RATIO(
            "stream-thread-metrics", "commit-ratio", RecordingLevel.INFO, "The part of the time spent with commits"),
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
    RESTORE_PAUSED_TASKS(
            "stream-state-updater-metrics",
            "active-paused-tasks",
            RecordingLevel.INFO,
            "The number of active tasks whose restore waits because the client is paused"),
    STANDBY_PAUSED_TASKS(
            "stream-state-updater-metrics",
            "standby-paused-tasks",
            RecordingLevel.INFO,
            "The number of standby tasks that wait because the client is paused"),
    RESTORE_CHECKPOINT(
            "stream-state-updater-metrics",
            "checkpoint-ratio",
            RecordingLevel.INFO,
            "The part of the time that the thread spent with making what it loaded outlive the process"),
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
    DATABASE_BYTES_WRITTEN(
            "stream-state-metrics", "bytes-written", RecordingLevel.DEBUG, "bytes written to the database"),
    DATABASE_BYTES_READ("stream-state-metrics", "bytes-read", RecordingLevel.DEBUG, "bytes read from the database"),
    DATABASE_BYTES_FLUSHED(
            "stream-state-metrics", "memtable-bytes-flushed", RecordingLevel.DEBUG, "bytes flushed from memtables"),
    DATABASE_BYTES_COMPACTION_READ(
            "stream-state-metrics", "bytes-read-compaction", RecordingLevel.DEBUG, "bytes read by compactions"),
    DATABASE_BYTES_COMPACTION_WRITTEN(
            "stream-state-metrics", "bytes-written-compaction", RecordingLevel.DEBUG, "bytes written by compactions");

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

    @Override
    public String group() {
        return group;
    }

    @Override
    public String stem() {
        return stem;
    }

    @Override
    public RecordingLevel level() {
        return level;
    }

    @Override
    public String description() {
        return description;
    }
}
