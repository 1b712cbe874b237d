package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor.RecordingLevel;

/** The metrics of stores. */
public enum StoreCatalog implements CatalogEntry {
    PUT("put", RecordingLevel.DEBUG, "puts"),
    PUT_IF_ABSENT("put-if-absent", RecordingLevel.DEBUG, "puts of what is not there"),
    PUT_ALL("put-all", RecordingLevel.DEBUG, "puts of several entries"),
    GET("get", RecordingLevel.DEBUG, "lookups"),
    FETCH("fetch", RecordingLevel.DEBUG, "lookups and scans of windows or sessions"),
    ALL("all", RecordingLevel.DEBUG, "scans of the whole store"),
    RANGE("range", RecordingLevel.DEBUG, "scans of a range"),
    PREFIX_SCAN("prefix-scan", RecordingLevel.DEBUG, "scans of a prefix"),
    DELETE("delete", RecordingLevel.DEBUG, "removals"),
    REMOVE("remove", RecordingLevel.DEBUG, "removals of sessions"),
    FLUSH(
            "flush",
            RecordingLevel.DEBUG,
            "flushes of the store, of which there are none: commits write it, as in Kafka Streams"),
    COMMIT("commit", RecordingLevel.DEBUG, "commits that had changes of the store"),
    RESTORE("restore", RecordingLevel.DEBUG, "openings of the store"),
    RECORD_AGE("record-e2e-latency", RecordingLevel.TRACE, "milliseconds from the time of a record to when it was put"),
    NUM_KEYS("num-keys", RecordingLevel.INFO, "About how many keys a store has that is in memory"),
    OPEN_ITERATORS("num-open-iterators", RecordingLevel.INFO, "The number of iterators over the store that are open"),
    OLDEST_ITERATOR(
            "oldest-iterator-open-since-ms",
            RecordingLevel.INFO,
            "When the iterator over the store was opened that has been open for longest, in epoch milliseconds; 0 if"
                    + " none is"),
    ITERATOR_DURATION(
            "iterator-duration", RecordingLevel.DEBUG, "nanoseconds from the opening of an iterator to its closing"),
    SUPPRESSION_COUNT("suppression-buffer-count", RecordingLevel.DEBUG, "records held back by a suppression"),
    SUPPRESSION_SIZE("suppression-buffer-size", RecordingLevel.DEBUG, "bytes held back by a suppression");

    private final String stem;
    private final RecordingLevel level;
    private final String description;

    StoreCatalog(String stem, RecordingLevel level, String description) {
        this.stem = stem;
        this.level = level;
        this.description = description;
    }

    @Override
    public String group() {
        return "stream-state-metrics";
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
