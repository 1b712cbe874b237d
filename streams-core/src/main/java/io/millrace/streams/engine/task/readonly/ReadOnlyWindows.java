package io.millrace.streams.engine.task.readonly;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/** A window store that can be read. */
class ReadOnlyWindows<K, V> extends ReadOnlyStore<WindowStore<K, V>> implements WindowStore<K, V> {

    ReadOnlyWindows(WindowStore<K, V> store) {
        super(store);
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        return store().fetch(key, time);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return store().fetch(key, timeFrom, timeTo);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return store().backwardFetch(key, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return store().fetch(keyFrom, keyTo, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return store().backwardFetch(keyFrom, keyTo, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return store().fetchAll(timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return store().backwardFetchAll(timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return store().all();
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return store().backwardAll();
    }

    @Override
    public void put(K key, @Nullable V value, long windowStartTimestamp) {
        throw refused();
    }

    /** With timestamps. */
    static final class Timestamped<K, V> extends ReadOnlyWindows<K, ValueAndTimestamp<V>>
            implements TimestampedWindowStore<K, V> {

        Timestamped(TimestampedWindowStore<K, V> store) {
            super(store);
        }
    }

    /** With timestamps and headers. */
    static final class WithHeaders<K, V> extends ReadOnlyWindows<K, ValueTimestampHeaders<V>>
            implements TimestampedWindowStoreWithHeaders<K, V> {

        WithHeaders(TimestampedWindowStoreWithHeaders<K, V> store) {
            super(store);
        }
    }
}
