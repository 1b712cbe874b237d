package io.millrace.streams;

import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStoreIterator;

/** An iterator over what a store keeps, as a facade shows it. */
class FacadeIterator<K, S, V> implements KeyValueIterator<K, V> {

    private final KeyValueIterator<K, S> stored;
    private final ShownAs<S, V> values;

    FacadeIterator(KeyValueIterator<K, S> stored, ShownAs<S, V> values) {
        this.stored = stored;
        this.values = values;
    }

    /** The values of one key, by window start. */
    static final class OfWindows<S, V> extends FacadeIterator<Long, S, V> implements WindowStoreIterator<V> {

        OfWindows(WindowStoreIterator<S> stored, ShownAs<S, V> values) {
            super(stored, values);
        }
    }

    @Override
    public boolean hasNext() {
        return stored.hasNext();
    }

    @Override
    @SuppressWarnings("NullAway") // A store gives no entry without a value.
    public KeyValue<K, V> next() {
        KeyValue<K, S> next = stored.next();
        return new KeyValue<>(next.key, values.shown(next.value));
    }

    @Override
    public K peekNextKey() {
        return stored.peekNextKey();
    }

    @Override
    public void close() {
        stored.close();
    }
}
