package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.operator.ChangeEmitter;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the results of closed sessions, earliest end first. */
final class FinalSessions<K, A> {

    private final SessionStore<K, A> store;
    private final ChangeEmitter<Windowed<K>, A> changes;
    private final ClosingClock clock;

    private FinalSessions(SessionStore<K, A> store, ChangeEmitter<Windowed<K>, A> changes, ClosingClock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * What sends the results, null if each update is sent instead.
     *
     * @param openMs how long after its end a session closes
     */
    static <K, A> @Nullable FinalSessions<K, A> of(
            Results results,
            ProcessorContext<?, ?> context,
            SessionStore<K, A> store,
            ChangeEmitter<Windowed<K>, A> changes,
            long openMs) {
        return switch (results.emits()) {
            case ON_WINDOW_UPDATE -> null;
            case ON_WINDOW_CLOSE -> new FinalSessions<>(store, changes, new ClosingClock(context, store, openMs));
        };
    }

    /**
     * Sends what is due. Called before the record is aggregated, because that may make the store forget older sessions.
     *
     * @param closedUntilMs sessions that end before this are closed
     */
    void send(long closedUntilMs, Record<K, ?> cause) {
        if (!clock.isDue(closedUntilMs)) {
            return;
        }
        long fromMs = Math.max(0, clock.sentUntilMs());
        Slices.forEach(store, fromMs, closedUntilMs - 1, (from, to) -> sendSlice(from, to, cause));
        clock.sent(closedUntilMs);
    }

    private void sendSlice(long fromMs, long toMs, Record<K, ?> cause) {
        List<Result<K, A>> closed = new ArrayList<>();
        try (KeyValueIterator<Windowed<K>, A> sessions = store.findSessions(fromMs, toMs)) {
            while (sessions.hasNext()) {
                var next = sessions.next();
                closed.add(new Result<>(next.key, next.value));
            }
        }
        closed.sort(Comparator.comparingLong(
                        (Result<K, A> result) -> result.key.window().end())
                .thenComparingLong(result -> result.key.window().start()));
        for (Result<K, A> result : closed) {
            changes.emit(
                    cause.withKey(result.key),
                    result.aggregate,
                    null,
                    result.key.window().end());
        }
    }

    private record Result<K, A>(Windowed<K> key, A aggregate) {}
}
