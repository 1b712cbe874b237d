package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which windows, by their starts.
 *
 * @param from the earliest start
 * @param to the latest start
 */
record WindowBounds(Instant from, Instant to) {

    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Before everything: no window starts before the epoch. */
    private static final Instant EARLIEST = Instant.ofEpochMilli(-1);

    static WindowBounds of(StoreQuery query) {
        Instant from = instant(query.times().from(), Instant.EPOCH, "from");
        Instant to = instant(query.times().to(), LATEST, "to");
        if (from.isAfter(to)) {
            throw Refusals.badRequest("bad-time", "Parameter from is later than to.");
        }
        return new WindowBounds(from, to);
    }

    private static Instant instant(@Nullable String text, Instant otherwise, String parameter) {
        if (text == null) {
            return otherwise;
        }
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST)) {
                return EARLIEST;
            }
            return instant.isAfter(LATEST) ? LATEST : instant;
        } catch (DateTimeException e) {
            throw Refusals.badRequest(
                    "bad-time", "Parameter " + parameter + " is not an instant such as 2001-01-31T18:00:00Z.");
        }
    }

    KeyValueIterator<Windowed<Object>, Object> of(ReadOnlyWindowStore<Object, Object> store, @Nullable Object key) {
        return key == null ? store.fetchAll(from, to) : store.fetch(key, key, from, to);
    }

    /** The sessions that overlap the time. */
    KeyValueIterator<Windowed<Object>, Object> of(ReadOnlySessionStore<Object, Object> store, @Nullable Object key) {
        return store.findSessions(key, key, from, to);
    }
}
