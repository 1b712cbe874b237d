package io.millrace.streams.spring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a state store.
 *
 * @param key its key
 * @param value its value
 * @param timestamp when the value was changed last in event time, null if the store does not keep that
 * @param window the window or session, null in a key-value store
 * @param source where it was read
 * @param <K> type of the key
 * @param <V> type of the value
 */
public record StateEntry<K, V>(
        K key,
        V value,
        @Nullable Instant timestamp,
        @Nullable Span window,
        StateSource source) {

    /**
     * A window or a session.
     *
     * @param start its start, inclusive
     * @param end its end: exclusive of a window, inclusive of a session
     */
    public record Span(Instant start, Instant end) {}
}
