package io.millrace.streams.state;

import java.io.Closeable;
import java.util.Iterator;

/**
 * Walks over versions of one key; must be closed.
 *
 * @param <V> type of the values
 */
public interface VersionedRecordIterator<V> extends Iterator<VersionedRecord<V>>, Closeable {

    /** Releases the iterator's resources. Closing again has no effect. */
    @Override
    void close();
}
