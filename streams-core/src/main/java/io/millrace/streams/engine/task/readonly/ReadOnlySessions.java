package io.millrace.streams.engine.task.readonly;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import org.jspecify.annotations.Nullable;

/** A session store that can be read. */
class ReadOnlySessions<K, V> extends ReadOnlyStore<SessionStore<K, V>> implements SessionStore<K, V> {

    ReadOnlySessions(SessionStore<K, V> store) {
        super(store);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(K key, long earliestEndMs, long latestStartMs) {
        return store().findSessions(key, earliestEndMs, latestStartMs);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestEndMs, long latestStartMs) {
        return store().findSessions(keyFrom, keyTo, earliestEndMs, latestStartMs);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(K key, long earliestEndMs, long latestStartMs) {
        return store().backwardFindSessions(key, earliestEndMs, latestStartMs);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestEndMs, long latestStartMs) {
        return store().backwardFindSessions(keyFrom, keyTo, earliestEndMs, latestStartMs);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(long earliestEndMs, long latestEndMs) {
        return store().findSessions(earliestEndMs, latestEndMs);
    }

    @Override
    public @Nullable V fetchSession(K key, long startMs, long endMs) {
        return store().fetchSession(key, startMs, endMs);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return store().fetch(key);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return store().backwardFetch(key);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return store().fetch(keyFrom, keyTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return store().backwardFetch(keyFrom, keyTo);
    }

    @Override
    public void remove(Windowed<K> sessionKey) {
        throw refused();
    }

    @Override
    public void put(Windowed<K> sessionKey, @Nullable V aggregate) {
        throw refused();
    }

    /** With headers. */
    static final class WithHeaders<K, V> extends ReadOnlySessions<K, AggregationWithHeaders<V>>
            implements SessionStoreWithHeaders<K, V> {

        WithHeaders(SessionStoreWithHeaders<K, V> store) {
            super(store);
        }
    }
}
