package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table of sessions, in either kind of store: the aggregate of each session, or the same in the format with headers.
 *
 * @param <S> what the store keeps
 */
final class SessionRows<K, A, S> {

    private final SessionStore<K, S> store;
    private final Format<A, S> format;
    private final @Nullable Expiring expiring;

    private SessionRows(SessionStore<K, S> store, Format<A, S> format) {
        this.store = store;
        this.format = format;
        this.expiring = store instanceof Expiring known ? known : null;
    }

    /** The rows in a store of the context. */
    static <K, A> SessionRows<K, A, ?> in(ProcessingContext context, String storeName) {
        return of(context.getStateStore(storeName));
    }

    @SuppressWarnings("unchecked") // The operator asked for the store by name and knows its types.
    private static <K, A> SessionRows<K, A, ?> of(StateStore store) {
        return store instanceof SessionStoreWithHeaders<?, ?> withHeaders
                ? new SessionRows<>((SessionStoreWithHeaders<K, A>) withHeaders, new WithHeaders<A>())
                : new SessionRows<>((SessionStore<K, A>) store, new Plain<A>());
    }

    /** Whether the store, as far as is known, has forgotten what ends at a time, and so refused to keep it. */
    boolean forgot(long timeMs) {
        return expiring != null && timeMs < expiring.earliestMs();
    }

    /** The store itself. */
    StateStore store() {
        return store;
    }

    /** The aggregate of a session, null if there is no such session. */
    @Nullable
    A get(K key, long startMs, long endMs) {
        S stored = store.fetchSession(key, startMs, endMs);
        return stored == null ? null : format.row(stored);
    }

    /** Sets the aggregate of a session, or removes the session if it is null. */
    void put(Windowed<K> session, @Nullable A aggregate) {
        store.put(session, aggregate == null ? null : format.stored(aggregate));
    }

    void remove(Windowed<K> session) {
        store.remove(session);
    }

    /** Shows the sessions of a key that end at the earliest, and begin at the latest, at the given times. */
    void show(K key, long earliestEndMs, long latestStartMs, Viewer<K, A> viewer) {
        show(store.findSessions(key, earliestEndMs, latestStartMs), viewer);
    }

    /** Shows the sessions of all keys that end in a range of time. */
    void showAll(long earliestEndMs, long latestEndMs, Viewer<K, A> viewer) {
        show(store.findSessions(earliestEndMs, latestEndMs), viewer);
    }

    private void show(KeyValueIterator<Windowed<K>, S> sessions, Viewer<K, A> viewer) {
        try (sessions) {
            while (sessions.hasNext()) {
                var next = sessions.next();
                viewer.see(next.key, format.row(next.value));
            }
        }
    }

    /** Is shown sessions. */
    @FunctionalInterface
    interface Viewer<K, A> {

        void see(Windowed<K> session, A aggregate);
    }

    /** How aggregates are stored. */
    private sealed interface Format<A, S> {

        A row(S stored);

        @Nullable
        S stored(A aggregate);
    }

    private record Plain<A>() implements Format<A, A> {

        @Override
        public A row(A stored) {
            return stored;
        }

        @Override
        public A stored(A aggregate) {
            return aggregate;
        }
    }

    private record WithHeaders<A>() implements Format<A, AggregationWithHeaders<A>> {

        @Override
        public A row(AggregationWithHeaders<A> stored) {
            return stored.aggregation();
        }

        @Override
        public @Nullable AggregationWithHeaders<A> stored(A aggregate) {
            // Tables keep the format with headers, but no headers in it, as the original does: they go downstream only.
            return AggregationWithHeaders.make(aggregate, new RecordHeaders());
        }
    }
}
