package io.millrace.streams.state;

import io.millrace.streams.KeyValue;
import java.io.Closeable;
import java.util.Iterator;

/**
 * Walks over entries of a store; must be closed.
 *
 * <p>An open iterator may hold resources outside the heap and keep the store from freeing space. Use try-with-resources. It
 * belongs to the thread that asked for it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KeyValueIterator<K, V> extends Iterator<KeyValue<K, V>>, Closeable {

    /** Releases the iterator's resources. Closing again has no effect. */
    @Override
    void close();

    /**
     * Returns the key that {@link #next()} would return, without moving on.
     *
     * @return the key of the next entry
     * @throws java.util.NoSuchElementException if there is no further entry
     */
    K peekNextKey();
}
