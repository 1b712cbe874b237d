package io.millrace.streams.engine.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.StateStoreProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All local partitions of a session store, read as one: in order within a partition, partition after partition. */
final class LocalSessionStore<K, V> implements ReadOnlySessionStore<K, V> {

    private final StateStoreProvider provider;
    private final String name;
    private final QueryableStoreType<ReadOnlySessionStore<K, V>> type;
    private final ReadAs mode;

    LocalSessionStore(
            StateStoreProvider provider,
            String name,
            QueryableStoreType<ReadOnlySessionStore<K, V>> type,
            ReadAs mode) {
        this.provider = provider;
        this.name = name;
        this.type = type;
        this.mode = mode;
    }

    @Override
    public @Nullable V fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        return first(store -> store.fetchSession(key, sessionStartTime, sessionEndTime));
    }

    @Override
    public @Nullable V fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return first(store -> store.fetchSession(key, sessionStartTime, sessionEndTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(store -> store.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(store -> store.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(store -> store.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(store -> store.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(store -> store.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(store -> store.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(
                store -> store.backwardFindSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(
                store -> store.backwardFindSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return each(store -> store.fetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return each(store -> store.fetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return each(store -> store.backwardFetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return each(store -> store.backwardFetch(keyFrom, keyTo));
    }

    @SuppressWarnings("unchecked") // What the store holds is what the query's type says, once shown as asked.
    private @Nullable V first(Function<ReadOnlySessionStore<K, V>, @Nullable V> fetch) {
        for (ReadOnlySessionStore<K, V> store : provider.stores(name, type)) {
            Object stored = fetch.apply(store);
            if (stored != null) {
                return (V) mode.of(store).apply(stored);
            }
        }
        return null;
    }

    private KeyValueIterator<Windowed<K>, V> each(
            Function<ReadOnlySessionStore<K, V>, KeyValueIterator<Windowed<K>, V>> scan) {
        List<ConcatenatedIterator.Part<Windowed<K>, V>> parts = new ArrayList<>();
        for (ReadOnlySessionStore<K, V> store : provider.stores(name, type)) {
            parts.add(new ConcatenatedIterator.Part<>(() -> scan.apply(store), mode.of(store)));
        }
        return new ConcatenatedIterator<>(parts);
    }
}
