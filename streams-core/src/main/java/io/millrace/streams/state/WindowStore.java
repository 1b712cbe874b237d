package io.millrace.streams.state;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A store of one value, or several if it keeps duplicates, for each key and window start.
 *
 * <p>Windows older than the retention, counted back from stream time, expire. Owned by the thread of its task; other threads
 * read it through an interactive query.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface WindowStore<K, V> extends StateStore, ReadOnlyWindowStore<K, V> {

    /**
     * Sets the value of a window.
     *
     * @param key the key
     * @param value the value; null deletes the window, or does nothing if the store keeps duplicates
     * @param windowStartTimestamp start of the window, in epoch milliseconds
     * @throws NullPointerException if the key is null
     */
    void put(K key, @Nullable V value, long windowStartTimestamp);

    /**
     * Returns the windows of a key that start in a range of time, oldest first.
     *
     * @param key the key
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return window starts and values; close the iterator after use
     * @throws NullPointerException if the key is null
     */
    WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo);

    @Override
    default WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return fetch(key, InstantArgument.toEpochMs(timeFrom, "timeFrom"), InstantArgument.toEpochMs(timeTo, "timeTo"));
    }

    /**
     * Returns the windows of a key that start in a range of time, newest first.
     *
     * @param key the key
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return window starts and values; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation has no descending order
     */
    default WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        throw OptionalOperation.missing(this, "backwardFetch");
    }

    @Override
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetch(
                key, InstantArgument.toEpochMs(timeFrom, "timeFrom"), InstantArgument.toEpochMs(timeTo, "timeTo"));
    }

    /**
     * Returns the windows of a range of keys that start in a range of time, oldest first within a key.
     *
     * @param keyFrom first key, null to begin with the first of all
     * @param keyTo last key, included; null to go on to the last of all
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return windowed keys and values; close the iterator after use
     */
    KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return fetch(
                keyFrom,
                keyTo,
                InstantArgument.toEpochMs(timeFrom, "timeFrom"),
                InstantArgument.toEpochMs(timeTo, "timeTo"));
    }

    /**
     * Returns the windows of a range of keys that start in a range of time, newest first within a key.
     *
     * @param keyFrom first key, null for the first of all
     * @param keyTo last key, included; null for the last of all
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return windowed keys and values; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     */
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        throw OptionalOperation.missing(this, "backwardFetch");
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return backwardFetch(
                keyFrom,
                keyTo,
                InstantArgument.toEpochMs(timeFrom, "timeFrom"),
                InstantArgument.toEpochMs(timeTo, "timeTo"));
    }

    /**
     * Returns the windows of all keys that start in a range of time.
     *
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return windowed keys and values; close the iterator after use
     */
    KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return fetchAll(InstantArgument.toEpochMs(timeFrom, "timeFrom"), InstantArgument.toEpochMs(timeTo, "timeTo"));
    }

    /**
     * Returns the windows of all keys that start in a range of time, in the reverse of the order of
     * {@link #fetchAll(long, long)}.
     *
     * @param timeFrom first window start, in epoch milliseconds
     * @param timeTo last window start, included, in epoch milliseconds
     * @return windowed keys and values; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     */
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        throw OptionalOperation.missing(this, "backwardFetchAll");
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetchAll(
                InstantArgument.toEpochMs(timeFrom, "timeFrom"), InstantArgument.toEpochMs(timeTo, "timeTo"));
    }
}
