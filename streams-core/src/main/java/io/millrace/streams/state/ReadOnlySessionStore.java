package io.millrace.streams.state;

import io.millrace.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session store.
 *
 * <p>A search by time finds the sessions that end at or after the first bound and start at or before the second: all that
 * touch the range, ends included.
 *
 * @param <K> type of the keys
 * @param <AGG> type of the aggregates
 */
public interface ReadOnlySessionStore<K, AGG> {

    /**
     * Returns the sessions of a key that touch a range of time, oldest first.
     *
     * @param key the key
     * @param earliestSessionEndTime sessions that end before are left out; epoch milliseconds
     * @param latestSessionStartTime sessions that start later are left out; epoch milliseconds
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw OptionalOperation.missing(this, "findSessions");
    }

    /**
     * Returns the sessions of a key that touch a range of time, oldest first.
     *
     * @param key the key
     * @param earliestSessionEndTime sessions that end before are left out
     * @param latestSessionStartTime sessions that start later are left out
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw OptionalOperation.missing(this, "findSessions");
    }

    /**
     * Returns the sessions of a key that touch a range of time, newest first.
     *
     * @param key the key
     * @param earliestSessionEndTime sessions that end before are left out; epoch milliseconds
     * @param latestSessionStartTime sessions that start later are left out; epoch milliseconds
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw OptionalOperation.missing(this, "backwardFindSessions");
    }

    /**
     * Returns the sessions of a key that touch a range of time, newest first.
     *
     * @param key the key
     * @param earliestSessionEndTime sessions that end before are left out
     * @param latestSessionStartTime sessions that start later are left out
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw OptionalOperation.missing(this, "backwardFindSessions");
    }

    /**
     * Returns the sessions of a range of keys that touch a range of time, oldest first within a key.
     *
     * @param keyFrom first key, null to begin with the first of all
     * @param keyTo last key, included; null to go on to the last of all
     * @param earliestSessionEndTime sessions that end before are left out; epoch milliseconds
     * @param latestSessionStartTime sessions that start later are left out; epoch milliseconds
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        throw OptionalOperation.missing(this, "findSessions");
    }

    /**
     * Returns the sessions of a range of keys that touch a range of time, oldest first within a key.
     *
     * @param keyFrom first key, null to begin with the first of all
     * @param keyTo last key, included; null to go on to the last of all
     * @param earliestSessionEndTime sessions that end before are left out
     * @param latestSessionStartTime sessions that start later are left out
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw OptionalOperation.missing(this, "findSessions");
    }

    /**
     * Returns the sessions of a range of keys that touch a range of time, newest first within a key.
     *
     * @param keyFrom first key, null for the first of all
     * @param keyTo last key, included; null for the last of all
     * @param earliestSessionEndTime sessions that end before are left out; epoch milliseconds
     * @param latestSessionStartTime sessions that start later are left out; epoch milliseconds
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        throw OptionalOperation.missing(this, "backwardFindSessions");
    }

    /**
     * Returns the sessions of a range of keys that touch a range of time, newest first within a key.
     *
     * @param keyFrom first key, null for the first of all
     * @param keyTo last key, included; null for the last of all
     * @param earliestSessionEndTime sessions that end before are left out
     * @param latestSessionStartTime sessions that start later are left out
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw OptionalOperation.missing(this, "backwardFindSessions");
    }

    /**
     * Returns the aggregate of exactly one session.
     *
     * @param key the key
     * @param sessionStartTime start of the session, in epoch milliseconds
     * @param sessionEndTime end of the session, in epoch milliseconds
     * @return the aggregate, null if there is no such session
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default @Nullable AGG fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        throw OptionalOperation.missing(this, "fetchSession");
    }

    /**
     * Returns the aggregate of exactly one session.
     *
     * @param key the key
     * @param sessionStartTime start of the session
     * @param sessionEndTime end of the session
     * @return the aggregate, null if there is no such session
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        throw OptionalOperation.missing(this, "fetchSession");
    }

    /**
     * Returns all sessions of a key, oldest first.
     *
     * @param key the key
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     */
    KeyValueIterator<Windowed<K>, AGG> fetch(K key);

    /**
     * Returns all sessions of a key, newest first.
     *
     * @param key the key
     * @return sessions and aggregates; close the iterator after use
     * @throws NullPointerException if the key is null
     * @throws UnsupportedOperationException if the implementation has no descending order
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(K key) {
        throw OptionalOperation.missing(this, "backwardFetch");
    }

    /**
     * Returns all sessions of a range of keys, oldest first within a key.
     *
     * @param keyFrom first key, null to begin with the first of all
     * @param keyTo last key, included; null to go on to the last of all
     * @return sessions and aggregates; close the iterator after use
     */
    KeyValueIterator<Windowed<K>, AGG> fetch(@Nullable K keyFrom, @Nullable K keyTo);

    /**
     * Returns all sessions of a range of keys, newest first within a key.
     *
     * @param keyFrom first key, null for the first of all
     * @param keyTo last key, included; null for the last of all
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation has no descending order
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        throw OptionalOperation.missing(this, "backwardFetch");
    }
}
