package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor.RecordingLevel;

/** The metrics of tasks and of their nodes. */
public enum TaskCatalog implements CatalogEntry {
    PROCESS(Groups.TASK, "process", RecordingLevel.DEBUG, "processed records"),
    PROCESS_LATENCY(Groups.TASK, "process-latency", RecordingLevel.DEBUG, "nanoseconds that a record took"),
    PUNCTUATE(Groups.TASK, "punctuate", RecordingLevel.DEBUG, "punctuations"),
    PUNCTUATE_LATENCY(Groups.TASK, "punctuate-latency", RecordingLevel.DEBUG, "nanoseconds that a punctuation took"),
    RECORD_LATENESS(
            Groups.TASK,
            "record-lateness",
            RecordingLevel.DEBUG,
            "milliseconds that a record was behind the time of the stream"),
    ENFORCED_PROCESSING(
            Groups.TASK, "enforced-processing", RecordingLevel.DEBUG, "records processed while an input was empty"),
    DROPPED_RECORDS(Groups.TASK, "dropped-records", RecordingLevel.INFO, "records dropped on purpose"),
    ACTIVE_PROCESS_RATIO(
            Groups.TASK,
            "active-process-ratio",
            RecordingLevel.INFO,
            "The part of the time that the thread spent with records of the task"),
    ACTIVE_BUFFER_COUNT(
            Groups.TASK,
            "active-buffer-count",
            RecordingLevel.INFO,
            "The number of records that are fetched and not processed"),
    CACHE_SIZE(
            Groups.TASK,
            "cache-size-bytes-total",
            RecordingLevel.INFO,
            "The bytes of changes that the task holds on the heap"),
    RESTORE(Groups.TASK, "restore", RecordingLevel.DEBUG, "records restored"),
    UPDATE(Groups.TASK, "update", RecordingLevel.DEBUG, "records loaded into standby stores"),
    RESTORE_REMAINING(
            Groups.TASK,
            "restore-remaining-records-total",
            RecordingLevel.INFO,
            "The number of records that are still to be restored, or fewer"),
    NODE_PROCESS(Groups.NODE, "process", RecordingLevel.DEBUG, "records that the node processed"),
    RECORD_AGE(
            Groups.NODE,
            "record-e2e-latency",
            RecordingLevel.INFO,
            "milliseconds from the time of a record to when the node had it"),
    SUPPRESSION_EMIT(Groups.NODE, "suppression-emit", RecordingLevel.DEBUG, "records that a suppression let go"),
    FINAL_EMIT(Groups.NODE, "window-aggregate-final-emit", RecordingLevel.DEBUG, "final results that were sent"),
    FINAL_EMIT_LATENCY(
            Groups.NODE,
            "window-aggregate-final-emit-latency",
            RecordingLevel.DEBUG,
            "milliseconds that sending final results took"),
    RECORDS_CONSUMED(Groups.TOPIC, "records-consumed-total", RecordingLevel.INFO, "records consumed from the topic"),
    BYTES_CONSUMED(
            Groups.TOPIC,
            "bytes-consumed-total",
            RecordingLevel.INFO,
            "bytes of keys and values consumed from the topic"),
    RECORDS_PRODUCED(Groups.TOPIC, "records-produced-total", RecordingLevel.INFO, "records sent to the topic"),
    BYTES_PRODUCED(
            Groups.TOPIC, "bytes-produced-total", RecordingLevel.INFO, "bytes of keys and values sent to the topic"),
    CACHE_HIT_RATIO(
            Groups.CACHE, "hit-ratio", RecordingLevel.DEBUG, "part of the lookups that found the entry on the heap");

    private final String group;
    private final String stem;
    private final RecordingLevel level;
    private final String description;

    TaskCatalog(String group, String stem, RecordingLevel level, String description) {
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

    /** The groups, as Kafka Streams names them. */
    private static final class Groups {
        private static final String TASK = "stream-task-metrics";
        private static final String NODE = "stream-processor-node-metrics";
        private static final String TOPIC = "stream-topic-metrics";
        private static final String CACHE = "stream-record-cache-metrics";

        private Groups() {}
    }
}
