package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.Emissions;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the results of closed sessions, earliest end first; of those that end together, in the order of Kafka Streams' stores. */
final class FinalSessions<K, A> {

    private final SessionRows<K, A, ?> rows;
    private final ChangeEmitter<Windowed<K>, A> changes;
    private final ClosingClock clock;
    private final Emissions emissions;
    private final Comparator<Result<K, A>> order;

    private FinalSessions(
            SessionRows<K, A, ?> rows, ChangeEmitter<Windowed<K>, A> changes, ClosingClock clock, Emissions emissions) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.emissions = emissions;
        Comparator<Result<K, A>> byEnd =
                Comparator.comparingLong(result -> result.key.window().end());
        // The store shows them by key.
        this.order = rows.store().persistent()
                ? byEnd.thenComparingLong(result -> result.key.window().start())
                : byEnd;
    }

    /**
     * What sends the results, null if each update is sent instead.
     *
     * @param openMs how long after its end a session closes
     */
    static <K, A> @Nullable FinalSessions<K, A> of(
            Results results,
            ProcessorContext<?, ?> context,
            SessionRows<K, A, ?> rows,
            ChangeEmitter<Windowed<K>, A> changes,
            long openMs) {
        Emissions emissions = Emissions.of(context, TaskCatalog.FINAL_EMIT, TaskCatalog.FINAL_EMIT_LATENCY);
        return switch (results.emits()) {
            case ON_WINDOW_UPDATE -> null;
            case ON_WINDOW_CLOSE ->
                new FinalSessions<>(rows, changes, new ClosingClock(context, rows.store(), openMs), emissions);
        };
    }

    /** Sends what is due before a record is aggregated, if that may make the store forget sessions of which no result was sent. */
    void sendBeforeLoss(long closedUntilMs, Record<K, ?> cause) {
        if (clock.isLast(cause.timestamp(), unsentMs())) {
            send(closedUntilMs, cause);
        }
    }

    /**
     * Sends what is due. Called after the record is aggregated, so that a failure downstream loses nothing of it.
     *
     * @param closedUntilMs sessions that end before this are closed
     */
    void send(long closedUntilMs, Record<K, ?> cause) {
        if (!clock.isDue(closedUntilMs)) {
            return;
        }
        Slices.forEach(rows.store(), unsentMs(), closedUntilMs - 1, (from, to) -> sendSlice(from, to, cause));
        clock.sent(closedUntilMs);
    }

    /** The earliest end of a session of which no result was sent. */
    private long unsentMs() {
        return Math.max(0, clock.sentUntilMs());
    }

    private void sendSlice(long fromMs, long toMs, Record<K, ?> cause) {
        long sinceNanos = emissions.start();
        List<Result<K, A>> closed = new ArrayList<>();
        rows.showAll(fromMs, toMs, (session, aggregate) -> closed.add(new Result<>(session, aggregate)));
        closed.sort(order);
        for (Result<K, A> result : closed) {
            changes.emit(
                    cause.withKey(result.key),
                    result.aggregate,
                    null,
                    result.key.window().end());
        }
        if (!closed.isEmpty()) {
            emissions.sent(closed.size(), sinceNanos);
        }
    }

    private record Result<K, A>(Windowed<K> key, A aggregate) {}
}
