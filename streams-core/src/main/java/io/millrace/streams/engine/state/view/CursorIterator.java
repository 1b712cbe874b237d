package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.state.KeyValueIterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** A cursor on bytes as an iterator on objects. Used by one thread. */
sealed class CursorIterator<K, V> implements KeyValueIterator<K, V> permits WindowCursorIterator {

    private final HeldCursor cursor;
    private final Runnable ensureOpen;
    private final Function<byte[], K> keys;
    private final Function<Object, V> values;
    private final StoreOperation timed;
    private final StoreMeters meters;
    private boolean closed;

    /**
     * @param ensureOpen throws if the store is closed
     * @param values takes values as they are held
     * @param timed the operation that this is
     * @param meters those of the store
     */
    CursorIterator(
            HeldCursor cursor,
            Runnable ensureOpen,
            Function<byte[], K> keys,
            Function<Object, V> values,
            StoreOperation timed,
            StoreMeters meters) {
        this.cursor = cursor;
        this.ensureOpen = ensureOpen;
        this.keys = keys;
        this.values = values;
        this.timed = timed;
        this.meters = meters;
        meters.opened(this);
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new InvalidStateStoreException("The iterator is closed; open another one.");
        }
        ensureOpen.run();
        return cursor.isValid();
    }

    @Override
    public K peekNextKey() {
        ensureNext();
        return keys.apply(cursor.key());
    }

    @Override
    public KeyValue<K, V> next() {
        ensureNext();
        KeyValue<K, V> entry = KeyValue.pair(keys.apply(cursor.key()), values.apply(cursor.held()));
        cursor.advance();
        return entry;
    }

    @Override
    public void close() {
        closed = true;
        meters.closed(this, timed);
        cursor.close();
    }

    private void ensureNext() {
        if (!hasNext()) {
            throw new NoSuchElementException("The iterator is past its last entry.");
        }
    }
}
