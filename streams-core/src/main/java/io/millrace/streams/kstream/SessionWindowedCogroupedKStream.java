package io.millrace.streams.kstream;

import io.millrace.streams.state.SessionStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Several streams whose records are grouped by key and session, to be aggregated into one table.
 *
 * <p>Sessions close when stream time has passed their end by the gap and the grace period; later records are dropped, and so are
 * those whose key is null.
 *
 * @param <K> type of the keys
 * @param <V> type of the aggregates
 */
public interface SessionWindowedCogroupedKStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Merger<? super K, V> sessionMerger);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param named names the operation
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Merger<? super K, V> sessionMerger, Named named);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param materialized name, kind, serdes and retention of the store
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Named named,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);
}
