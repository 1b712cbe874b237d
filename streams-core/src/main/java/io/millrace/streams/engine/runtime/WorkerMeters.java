package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricCatalog;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What a stream worker measures of its steps. Owned by the worker's thread. */
final class WorkerMeters {

    private static final double NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Map<Work, Measured> works = new EnumMap<>(Work.class);
    private final Meter created;
    private final Meter closed;
    private final Spread polledRecords;
    private final Spread processedRecords;

    /** What a worker spends its time with. */
    enum Work {
        POLL(MetricCatalog.THREAD_POLL, MetricCatalog.THREAD_POLL_LATENCY, MetricCatalog.THREAD_POLL_RATIO),
        PROCESS(MetricCatalog.THREAD_PROCESS, MetricCatalog.THREAD_PROCESS_LATENCY, MetricCatalog.THREAD_PROCESS_RATIO),
        PUNCTUATE(
                MetricCatalog.THREAD_PUNCTUATE,
                MetricCatalog.THREAD_PUNCTUATE_LATENCY,
                MetricCatalog.THREAD_PUNCTUATE_RATIO),
        COMMIT(MetricCatalog.THREAD_COMMIT, MetricCatalog.THREAD_COMMIT_LATENCY, MetricCatalog.THREAD_COMMIT_RATIO);

        private final MetricCatalog count;
        private final MetricCatalog latency;
        private final MetricCatalog ratio;

        Work(MetricCatalog count, MetricCatalog latency, MetricCatalog ratio) {
            this.count = count;
            this.latency = latency;
            this.ratio = ratio;
        }
    }

    private record Measured(Meter count, Spread latencyMs, Meter share) {}

    WorkerMeters(MetricScope scope, Clock clock) {
        this.clock = clock;
        for (Work work : Work.values()) {
            works.put(work, new Measured(scope.meter(work.count), scope.spread(work.latency), scope.share(work.ratio)));
        }
        created = scope.meter(MetricCatalog.THREAD_TASK_CREATED);
        closed = scope.meter(MetricCatalog.THREAD_TASK_CLOSED);
        polledRecords = scope.spread(MetricCatalog.THREAD_POLL_RECORDS);
        processedRecords = scope.spread(MetricCatalog.THREAD_PROCESS_RECORDS);
    }

    /** Made a task. */
    void created() {
        created.mark(1, clock.nowMs());
    }

    /** Closed a task. */
    void closed() {
        closed.mark(1, clock.nowMs());
    }

    /** The time, to be given back when the work is done. */
    long start() {
        return clock.nanoTime();
    }

    /** Polled. Returns the time. */
    long polled(int records, long sinceNanos) {
        long nowMs = clock.nowMs();
        polledRecords.add(records);
        polledRecords.passOn(nowMs);
        return done(Work.POLL, 1, sinceNanos, nowMs);
    }

    /** Processed records. Returns the time. */
    long processed(long records, long sinceNanos) {
        long nowMs = clock.nowMs();
        if (records > 0) {
            processedRecords.add((double) records);
            processedRecords.passOn(nowMs);
        }
        return done(Work.PROCESS, records, sinceNanos, nowMs);
    }

    /** Called punctuations. Returns the time. */
    long punctuated(long calls, long sinceNanos) {
        return done(Work.PUNCTUATE, calls, sinceNanos, clock.nowMs());
    }

    /** Committed. Returns the time. */
    long committed(long sinceNanos) {
        return done(Work.COMMIT, 1, sinceNanos, clock.nowMs());
    }

    /** So many pieces of work took the time since then; each is taken to have taken its part of it. */
    private long done(Work work, long pieces, long sinceNanos, long nowMs) {
        long nanos = clock.nanoTime();
        double tookMs = (nanos - sinceNanos) / NANOS_PER_MS;
        Measured measured = Objects.requireNonNull(works.get(work));
        measured.share().add(tookMs, nowMs);
        if (pieces > 0) {
            measured.count().mark(pieces, nowMs);
            measured.latencyMs().addAll(pieces, tookMs / pieces);
            measured.latencyMs().passOn(nowMs);
        }
        return nanos;
    }
}
