package io.millrace.streams.engine.task;

import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.time.Clock;

/** What is measured of an active task as a whole. Owned by the thread that owns the task; any thread reads what is shown. */
final class TaskMeters {

    private static final double NANOS_PER_MS = 1_000_000;

    private final MetricScope scope;
    private final Clock clock;
    private final Meter processed;
    private final Spread recordNanos;
    private final Meter punctuated;
    private final Spread punctuationNanos;
    private final Spread latenessMs;
    private final Meter enforced;
    private final Meter share;
    private final Meter restored;
    private final boolean timesLateness;
    private volatile long buffered;
    private volatile long heldBytes;
    private volatile long remaining;

    TaskMeters(MetricScope scope, Clock clock) {
        this.scope = scope;
        this.clock = clock;
        this.processed = scope.meter(TaskCatalog.PROCESS);
        this.recordNanos = scope.spread(TaskCatalog.PROCESS_LATENCY);
        this.punctuated = scope.meter(TaskCatalog.PUNCTUATE);
        this.punctuationNanos = scope.spread(TaskCatalog.PUNCTUATE_LATENCY);
        this.latenessMs = scope.spread(TaskCatalog.RECORD_LATENESS);
        this.enforced = scope.meter(TaskCatalog.ENFORCED_PROCESSING);
        this.share = scope.share(TaskCatalog.ACTIVE_PROCESS_RATIO);
        this.restored = scope.meter(TaskCatalog.RESTORE);
        this.timesLateness = latenessMs.isRecorded();
        scope.gauge(TaskCatalog.ACTIVE_BUFFER_COUNT, () -> buffered);
        scope.gauge(TaskCatalog.CACHE_SIZE, () -> heldBytes);
        scope.gauge(TaskCatalog.RESTORE_REMAINING, () -> remaining);
    }

    /** The time, to be given back when the work is done. */
    long start() {
        return clock.nanoTime();
    }

    /** Notes how far a record is behind the time of the stream. */
    void late(long byMs) {
        if (timesLateness) {
            latenessMs.add((double) byMs);
        }
    }

    /** Processed so many records, at least one, some of them while an input was empty. */
    void processed(long records, long enforcedRecords, long sinceNanos, long nowMs) {
        double nanos = clock.nanoTime() - sinceNanos;
        processed.mark(records, nowMs);
        recordNanos.addAll(records, nanos / records);
        recordNanos.passOn(nowMs);
        latenessMs.passOn(nowMs);
        enforced.mark(enforcedRecords, nowMs);
        share.add(nanos / NANOS_PER_MS, nowMs);
    }

    /** Called so many punctuations. */
    void punctuated(long calls, long sinceNanos, long nowMs) {
        if (calls > 0) {
            punctuated.mark(calls, nowMs);
            punctuationNanos.addAll(calls, (double) (clock.nanoTime() - sinceNanos) / calls);
            punctuationNanos.passOn(nowMs);
        }
    }

    /** Shows how many records wait, and how many bytes of changes are held. */
    void show(long records, long bytes) {
        buffered = records;
        heldBytes = bytes;
    }

    /** Restored so many records; so many are left. */
    void restored(long records, long left) {
        restored.mark(records, clock.nowMs());
        remaining = left;
    }

    void close() {
        scope.close();
    }
}
