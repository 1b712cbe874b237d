package io.millrace.streams;

import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.WindowStoreIterator;

/** An iterator over timestamped values without their timestamps. */
class PlainIterator<K, V> implements KeyValueIterator<K, V> {

    private final KeyValueIterator<K, ValueAndTimestamp<V>> stamped;

    PlainIterator(KeyValueIterator<K, ValueAndTimestamp<V>> stamped) {
        this.stamped = stamped;
    }

    /** The values of one key, by window start. */
    static final class OfWindows<V> extends PlainIterator<Long, V> implements WindowStoreIterator<V> {

        OfWindows(WindowStoreIterator<ValueAndTimestamp<V>> stamped) {
            super(stamped);
        }
    }

    @Override
    public boolean hasNext() {
        return stamped.hasNext();
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, ValueAndTimestamp<V>> next = stamped.next();
        return new KeyValue<>(next.key, next.value.value());
    }

    @Override
    public K peekNextKey() {
        return stamped.peekNextKey();
    }

    @Override
    public void close() {
        stamped.close();
    }
}
