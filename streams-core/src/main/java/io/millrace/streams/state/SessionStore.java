package io.millrace.streams.state;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A store of one aggregate for each key and session.
 *
 * <p>Sessions that ended longer ago than the retention, counted back from stream time, expire. Owned by the thread of its
 * task; other threads read it through an interactive query.
 *
 * @param <K> type of the keys
 * @param <AGG> type of the aggregates
 */
public interface SessionStore<K, AGG> extends StateStore, ReadOnlySessionStore<K, AGG> {

    /**
     * Returns the sessions of all keys that end in a range of time.
     *
     * @param earliestSessionEndTime first session end, in epoch milliseconds
     * @param latestSessionEndTime last session end, included, in epoch milliseconds
     * @return sessions and aggregates; close the iterator after use
     * @throws UnsupportedOperationException if the implementation does not offer it
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(long earliestSessionEndTime, long latestSessionEndTime) {
        throw OptionalOperation.missing(this, "findSessions");
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return findSessions(
                key,
                InstantArgument.toEpochMs(earliestSessionEndTime, "earliestSessionEndTime"),
                InstantArgument.toEpochMs(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return backwardFindSessions(
                key,
                InstantArgument.toEpochMs(earliestSessionEndTime, "earliestSessionEndTime"),
                InstantArgument.toEpochMs(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return findSessions(
                keyFrom,
                keyTo,
                InstantArgument.toEpochMs(earliestSessionEndTime, "earliestSessionEndTime"),
                InstantArgument.toEpochMs(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return backwardFindSessions(
                keyFrom,
                keyTo,
                InstantArgument.toEpochMs(earliestSessionEndTime, "earliestSessionEndTime"),
                InstantArgument.toEpochMs(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return fetchSession(
                key,
                InstantArgument.toEpochMs(sessionStartTime, "sessionStartTime"),
                InstantArgument.toEpochMs(sessionEndTime, "sessionEndTime"));
    }

    /**
     * Removes a session.
     *
     * @param sessionKey key and session
     * @throws NullPointerException if it or its key is null
     */
    void remove(Windowed<K> sessionKey);

    /**
     * Sets the aggregate of a session.
     *
     * @param sessionKey key and session
     * @param aggregate the aggregate, null to remove the session
     * @throws NullPointerException if the session key or its key is null
     */
    void put(Windowed<K> sessionKey, @Nullable AGG aggregate);
}
