package io.millrace.streams;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import org.jspecify.annotations.Nullable;

/** A session store that shows less than it keeps. */
final class SessionFacade<K, S, V> extends StoreFacade<SessionStore<K, S>> implements SessionStore<K, V> {

    private final ShownAs<S, V> values;

    SessionFacade(SessionStore<K, S> store, ShownAs<S, V> values) {
        super(store);
        this.values = values;
    }

    private KeyValueIterator<Windowed<K>, V> shown(KeyValueIterator<Windowed<K>, S> stored) {
        return new FacadeIterator<>(stored, values);
    }

    @Override
    public void put(Windowed<K> sessionKey, @Nullable V aggregate) {
        store().put(sessionKey, values.kept(aggregate));
    }

    @Override
    public void remove(Windowed<K> sessionKey) {
        store().remove(sessionKey);
    }

    @Override
    public @Nullable V fetchSession(K key, long startMs, long endMs) {
        return values.shown(store().fetchSession(key, startMs, endMs));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return shown(store().fetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return shown(store().backwardFetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return shown(store().fetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return shown(store().backwardFetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(K key, long earliestEndMs, long latestStartMs) {
        return shown(store().findSessions(key, earliestEndMs, latestStartMs));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(K key, long earliestEndMs, long latestStartMs) {
        return shown(store().backwardFindSessions(key, earliestEndMs, latestStartMs));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestEndMs, long latestStartMs) {
        return shown(store().findSessions(keyFrom, keyTo, earliestEndMs, latestStartMs));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestEndMs, long latestStartMs) {
        return shown(store().backwardFindSessions(keyFrom, keyTo, earliestEndMs, latestStartMs));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(long earliestEndMs, long latestEndMs) {
        return shown(store().findSessions(earliestEndMs, latestEndMs));
    }
}
