package io.millrace.streams;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/** A window store that shows less than it keeps. */
final class WindowFacade<K, S, V> extends StoreFacade<WindowStore<K, S>> implements WindowStore<K, V> {

    private final ShownAs<S, V> values;

    WindowFacade(WindowStore<K, S> store, ShownAs<S, V> values) {
        super(store);
        this.values = values;
    }

    private WindowStoreIterator<V> shown(WindowStoreIterator<S> stored) {
        return new FacadeIterator.OfWindows<>(stored, values);
    }

    private KeyValueIterator<Windowed<K>, V> shown(KeyValueIterator<Windowed<K>, S> stored) {
        return new FacadeIterator<>(stored, values);
    }

    @Override
    public void put(K key, @Nullable V value, long windowStartTimestamp) {
        store().put(key, values.kept(value), windowStartTimestamp);
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        return values.shown(store().fetch(key, time));
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return shown(store().fetch(key, timeFrom, timeTo));
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return shown(store().backwardFetch(key, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return shown(store().fetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return shown(store().backwardFetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return shown(store().fetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return shown(store().backwardFetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return shown(store().all());
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return shown(store().backwardAll());
    }
}
