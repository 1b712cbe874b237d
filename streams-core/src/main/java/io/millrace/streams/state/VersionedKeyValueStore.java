package io.millrace.streams.state;

import io.millrace.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the versions of each key over time, for reading the value as of a timestamp.
 *
 * <p>Versions older than the history retention, counted back from stream time, can no longer be read or written. Owned by the
 * thread of its task.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface VersionedKeyValueStore<K, V> extends StateStore {

    /** Returned by {@link #put} if the new version has no successor: it is the current one. */
    long PUT_RETURN_CODE_VALID_TO_UNDEFINED = -1L;

    /** Returned by {@link #put} if the version was too old to be stored. */
    long PUT_RETURN_CODE_NOT_PUT = Long.MIN_VALUE;

    /**
     * Adds a version, or replaces that of the same timestamp.
     *
     * @param key the key
     * @param value the value from that time on, null if the key is deleted then
     * @param timestamp when the version begins, in epoch milliseconds
     * @return when it ends, which is the timestamp of the next version; {@link #PUT_RETURN_CODE_VALID_TO_UNDEFINED} if there is
     *     none, {@link #PUT_RETURN_CODE_NOT_PUT} if the timestamp is beyond the history
     * @throws NullPointerException if the key is null
     */
    long put(K key, @Nullable V value, long timestamp);

    /**
     * Deletes a key as of a timestamp, as putting null does.
     *
     * @param key the key
     * @param timestamp when the deletion takes effect, in epoch milliseconds
     * @return the version that was valid at that time, null if there was none
     * @throws NullPointerException if the key is null
     */
    @Nullable
    VersionedRecord<V> delete(K key, long timestamp);

    /**
     * Returns the current version.
     *
     * @param key the key
     * @return the version, null if the key does not exist or is deleted
     * @throws NullPointerException if the key is null
     */
    @Nullable
    VersionedRecord<V> get(K key);

    /**
     * Returns the version that was valid at a time.
     *
     * @param key the key
     * @param asOfTimestamp the time, in epoch milliseconds
     * @return the version, null if the key did not exist then or the time is beyond the history
     * @throws NullPointerException if the key is null
     */
    @Nullable
    VersionedRecord<V> get(K key, long asOfTimestamp);
}
