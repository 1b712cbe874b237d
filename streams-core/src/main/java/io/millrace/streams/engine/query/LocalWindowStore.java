package io.millrace.streams.engine.query;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.StateStoreProvider;
import io.millrace.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All local partitions of a window store, read as one: in order within a partition, partition after partition. */
final class LocalWindowStore<K, V> implements ReadOnlyWindowStore<K, V> {

    private final StateStoreProvider provider;
    private final String name;
    private final QueryableStoreType<ReadOnlyWindowStore<K, V>> type;
    private final ReadAs mode;

    LocalWindowStore(
            StateStoreProvider provider, String name, QueryableStoreType<ReadOnlyWindowStore<K, V>> type, ReadAs mode) {
        this.provider = provider;
        this.name = name;
        this.type = type;
        this.mode = mode;
    }

    @Override
    @SuppressWarnings("unchecked") // What the store holds is what the query's type says, once shown as asked.
    public @Nullable V fetch(K key, long time) {
        for (ReadOnlyWindowStore<K, V> store : stores()) {
            Object stored = store.fetch(key, time);
            if (stored != null) {
                return (V) mode.of(store).apply(stored);
            }
        }
        return null;
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(store -> store.fetch(key, timeFrom, timeTo));
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(store -> store.backwardFetch(key, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return each(store -> store.fetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return each(store -> store.backwardFetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return each(ReadOnlyWindowStore::all);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return each(ReadOnlyWindowStore::backwardAll);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) {
        return each(store -> store.fetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo) {
        return each(store -> store.backwardFetchAll(timeFrom, timeTo));
    }

    private List<ReadOnlyWindowStore<K, V>> stores() {
        return provider.stores(name, type);
    }

    /** A key lives in one partition: the first that has anything of it is the one. */
    private WindowStoreIterator<V> ofKey(Function<ReadOnlyWindowStore<K, V>, WindowStoreIterator<V>> fetch) {
        List<ConcatenatedIterator.Part<Long, V>> parts = new ArrayList<>();
        for (ReadOnlyWindowStore<K, V> store : stores()) {
            parts.add(new ConcatenatedIterator.Part<>(() -> fetch.apply(store), mode.of(store)));
        }
        return new OfKey<>(new ConcatenatedIterator<>(parts));
    }

    private KeyValueIterator<Windowed<K>, V> each(
            Function<ReadOnlyWindowStore<K, V>, KeyValueIterator<Windowed<K>, V>> scan) {
        List<ConcatenatedIterator.Part<Windowed<K>, V>> parts = new ArrayList<>();
        for (ReadOnlyWindowStore<K, V> store : stores()) {
            parts.add(new ConcatenatedIterator.Part<>(() -> scan.apply(store), mode.of(store)));
        }
        return new ConcatenatedIterator<>(parts);
    }

    private record OfKey<V>(KeyValueIterator<Long, V> windows) implements WindowStoreIterator<V> {

        @Override
        public boolean hasNext() {
            return windows.hasNext();
        }

        @Override
        public KeyValue<Long, V> next() {
            return windows.next();
        }

        @Override
        public Long peekNextKey() {
            return windows.peekNextKey();
        }

        @Override
        public void close() {
            windows.close();
        }
    }
}
