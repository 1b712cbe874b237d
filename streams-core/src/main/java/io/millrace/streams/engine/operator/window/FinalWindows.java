package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.metrics.TaskCatalog;
import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.engine.operator.Emissions;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the results of closed windows of a window store, earliest start first. */
final class FinalWindows<K, A> {

    private final WindowRows<K, A, ?> rows;
    private final ChangeEmitter<Windowed<K>, A> changes;
    private final ClosingClock clock;
    private final Emissions emissions;
    private final long spanMs;
    private final Starts starts;

    private FinalWindows(
            WindowRows<K, A, ?> rows,
            ChangeEmitter<Windowed<K>, A> changes,
            ClosingClock clock,
            Emissions emissions,
            long spanMs,
            Starts starts) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.emissions = emissions;
        this.spanMs = spanMs;
        this.starts = starts;
    }

    /**
     * What sends the results, null if each update is sent instead.
     *
     * @param spanMs from the start of a window to the time at which it is closed
     * @param graceMs how much later than that it closes
     * @param starts when windows may begin
     */
    static <K, A> @Nullable FinalWindows<K, A> of(
            Results results,
            ProcessorContext<?, ?> context,
            WindowRows<K, A, ?> rows,
            ChangeEmitter<Windowed<K>, A> changes,
            long spanMs,
            long graceMs,
            Starts starts) {
        Emissions emissions = Emissions.of(context, TaskCatalog.FINAL_EMIT, TaskCatalog.FINAL_EMIT_LATENCY);
        return switch (results.emits()) {
            case ON_WINDOW_UPDATE -> null;
            case ON_WINDOW_CLOSE ->
                new FinalWindows<>(
                        rows,
                        changes,
                        new ClosingClock(context, rows.store(), spanMs + graceMs),
                        emissions,
                        spanMs,
                        starts);
        };
    }

    /** Sends what is due before a record is aggregated, if that may make the store forget windows of which no result was sent. */
    void sendBeforeLoss(long closedUntilMs, Record<K, ?> cause) {
        // The right window of a record begins a millisecond after it.
        if (clock.isLast(cause.timestamp() + 1, unsentMs())) {
            send(closedUntilMs, cause);
        }
    }

    /**
     * Sends what is due. Called after the record is aggregated, so that a failure downstream loses nothing of it.
     *
     * @param closedUntilMs windows that end by then are closed
     */
    void send(long closedUntilMs, Record<K, ?> cause) {
        if (!clock.isDue(closedUntilMs)) {
            return;
        }
        long fromMs = unsentMs();
        long toMs = closedUntilMs - spanMs;
        if (starts.anyIn(fromMs, toMs)) {
            Slices.forEach(rows.store(), fromMs, toMs, (from, to) -> sendSlice(from, to, cause));
        }
        clock.sent(closedUntilMs);
    }

    /** The earliest start of a window of which no result was sent. */
    private long unsentMs() {
        return Math.max(0, clock.sentUntilMs() - spanMs + 1);
    }

    private void sendSlice(long fromMs, long toMs, Record<K, ?> cause) {
        long sinceNanos = emissions.start();
        List<Result<K, A>> closed = new ArrayList<>();
        rows.showAll(fromMs, toMs, (window, row) -> closed.add(new Result<>(window, row)));
        closed.sort(Comparator.comparingLong(result -> result.key.window().start()));
        for (Result<K, A> result : closed) {
            changes.emit(cause.withKey(result.key), result.value.value(), null, result.value.timestamp());
        }
        if (!closed.isEmpty()) {
            emissions.sent(closed.size(), sinceNanos);
        }
    }

    /** Tells when windows may begin, so that the store need not be asked for those that cannot be. */
    @FunctionalInterface
    interface Starts {

        /** Whether a window may begin in a range of time; both times are in it. */
        boolean anyIn(long fromMs, long toMs);
    }

    private record Result<K, A>(Windowed<K> key, ValueAndTimestamp<A> value) {}
}
