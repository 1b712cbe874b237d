package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a windowed table, in either kind of store: a value with its timestamp, or the same in the format with headers.
 *
 * @param <S> what the store keeps
 */
final class WindowRows<K, A, S> {

    private final WindowStore<K, S> store;
    private final Format<A, S> format;
    private final @Nullable Expiring expiring;
    private boolean goesBackward = true;

    private WindowRows(WindowStore<K, S> store, Format<A, S> format) {
        this.store = store;
        this.format = format;
        this.expiring = store instanceof Expiring known ? known : null;
    }

    /** The rows in a store of the context. */
    static <K, A> WindowRows<K, A, ?> in(ProcessingContext context, String storeName) {
        return of(context.getStateStore(storeName));
    }

    @SuppressWarnings("unchecked") // The operator asked for the store by name and knows its types.
    private static <K, A> WindowRows<K, A, ?> of(StateStore store) {
        if (store instanceof TimestampedWindowStore<?, ?> timestamped) {
            return new WindowRows<>((TimestampedWindowStore<K, A>) timestamped, new Timestamped<A>());
        }
        if (store instanceof TimestampedWindowStoreWithHeaders<?, ?> withHeaders) {
            return new WindowRows<>((TimestampedWindowStoreWithHeaders<K, A>) withHeaders, new WithHeaders<A>());
        }
        throw new StreamsException(
                "Store '" + store.name() + "' is a " + store.getClass().getSimpleName()
                        + " and cannot hold a windowed table; it has to be a timestamped window store.");
    }

    /** Whether the store, as far as is known, has forgotten what begins at a time, and so refused to keep it. */
    boolean forgot(long timeMs) {
        return expiring != null && timeMs < expiring.earliestMs();
    }

    /** The store itself. */
    StateStore store() {
        return store;
    }

    /** The row of a window, null if there is none. */
    @Nullable
    ValueAndTimestamp<A> get(K key, long startMs) {
        S stored = store.fetch(key, startMs);
        return stored == null ? null : format.row(stored);
    }

    /** Sets the row of a window, or removes it if the value is null. */
    void put(K key, @Nullable A value, long timestampMs, long startMs) {
        store.put(key, value == null ? null : format.stored(value, timestampMs), startMs);
    }

    /** Shows the windows of a key that begin in a range of time, latest first if the store can do that. */
    void showBackward(K key, long fromMs, long toMs, Viewer<A> viewer) {
        try (WindowStoreIterator<S> found = fetch(key, fromMs, toMs)) {
            while (found.hasNext()) {
                var next = found.next();
                viewer.see(next.key, format.row(next.value));
            }
        }
    }

    /** A store of the user's may be unable to go backward. */
    private WindowStoreIterator<S> fetch(K key, long fromMs, long toMs) {
        if (goesBackward) {
            try {
                return store.backwardFetch(key, fromMs, toMs);
            } catch (UnsupportedOperationException e) {
                goesBackward = false;
            }
        }
        return store.fetch(key, fromMs, toMs);
    }

    /** Shows the windows of all keys that begin in a range of time. */
    void showAll(long fromMs, long toMs, ViewerOfAll<K, A> viewer) {
        try (KeyValueIterator<Windowed<K>, S> found = store.fetchAll(fromMs, toMs)) {
            while (found.hasNext()) {
                var next = found.next();
                viewer.see(next.key, format.row(next.value));
            }
        }
    }

    /** Is shown the windows of a key. */
    @FunctionalInterface
    interface Viewer<A> {

        void see(long startMs, ValueAndTimestamp<A> row);
    }

    /** Is shown windows of all keys. */
    @FunctionalInterface
    interface ViewerOfAll<K, A> {

        void see(Windowed<K> window, ValueAndTimestamp<A> row);
    }

    /** How rows are stored. */
    private sealed interface Format<A, S> {

        ValueAndTimestamp<A> row(S stored);

        @Nullable
        S stored(A value, long timestampMs);
    }

    private record Timestamped<A>() implements Format<A, ValueAndTimestamp<A>> {

        @Override
        public ValueAndTimestamp<A> row(ValueAndTimestamp<A> stored) {
            return stored;
        }

        @Override
        public @Nullable ValueAndTimestamp<A> stored(A value, long timestampMs) {
            return ValueAndTimestamp.make(value, timestampMs);
        }
    }

    private record WithHeaders<A>() implements Format<A, ValueTimestampHeaders<A>> {

        @Override
        public ValueAndTimestamp<A> row(ValueTimestampHeaders<A> stored) {
            return ValueAndTimestamp.makeAllowNullable(stored.value(), stored.timestamp());
        }

        @Override
        public @Nullable ValueTimestampHeaders<A> stored(A value, long timestampMs) {
            // Tables keep the format with headers, but no headers in it, as the original does: they go downstream only.
            return ValueTimestampHeaders.make(value, timestampMs, new RecordHeaders());
        }
    }
}
