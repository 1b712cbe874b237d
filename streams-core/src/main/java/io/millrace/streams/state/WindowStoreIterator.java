package io.millrace.streams.state;

import java.io.Closeable;

/**
 * Walks over the windows of one key, as pairs of window start and value; must be closed.
 *
 * @param <V> type of the values
 */
public interface WindowStoreIterator<V> extends KeyValueIterator<Long, V>, Closeable {

    /** Releases the iterator's resources. Closing again has no effect. */
    @Override
    void close();
}
