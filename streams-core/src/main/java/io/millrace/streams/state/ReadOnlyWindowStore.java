package io.millrace.streams.state;

import io.millrace.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a window store. All times are window starts; the end of a range is included.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface ReadOnlyWindowStore<K, V> {

    /**
     * Returns the value of one window.
     *
     * @param key the key
     * @param time start of the window, in epoch milliseconds
     * @return the value, null if there is none
     * @throws NullPointerException if the key is null
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    @Nullable
    V fetch(K key, long time);

    /**
     * Returns the windows of a key that start in a range of time, oldest first.
     *
     * @param key the key
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return window starts in epoch milliseconds, and values; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) throws IllegalArgumentException;

    /**
     * Returns the windows of a key that start in a range of time, newest first.
     *
     * @param key the key
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return window starts in epoch milliseconds, and values; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw OptionalOperation.missing(this, "backwardFetch");
    }

    /**
     * Returns the windows of a range of keys that start in a range of time, oldest first within a key.
     *
     * @param keyFrom first key, null to begin with the first of all
     * @param keyTo last key, included; null to go on to the last of all
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return windowed keys and values; close the iterator after use
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException;

    /**
     * Returns the windows of a range of keys that start in a range of time, newest first within a key.
     *
     * @param keyFrom first key, null for the first of all
     * @param keyTo last key, included; null for the last of all
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return windowed keys and values; close the iterator after use
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        throw OptionalOperation.missing(this, "backwardFetch");
    }

    /**
     * Returns all windows.
     *
     * @return windowed keys and values; close the iterator after use
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    KeyValueIterator<Windowed<K>, V> all();

    /**
     * Returns all windows, in the reverse of the order of {@link #all()}.
     *
     * @return windowed keys and values; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default KeyValueIterator<Windowed<K>, V> backwardAll() {
        throw OptionalOperation.missing(this, "backwardAll");
    }

    /**
     * Returns the windows of all keys that start in a range of time.
     *
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return windowed keys and values; close the iterator after use
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) throws IllegalArgumentException;

    /**
     * Returns the windows of all keys that start in a range of time, in the reverse of the order of
     * {@link #fetchAll(Instant, Instant)}.
     *
     * @param timeFrom first window start
     * @param timeTo last window start, included
     * @return windowed keys and values; close the iterator after use
     * @throws IllegalArgumentException if a time is null or out of the range of epoch milliseconds
     * @throws UnsupportedOperationException if the implementation has no descending order
     * @throws io.millrace.streams.errors.InvalidStateStoreException if the store cannot be read now
     */
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw OptionalOperation.missing(this, "backwardFetchAll");
    }
}
