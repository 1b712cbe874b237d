package io.millrace.streams.kstream;

import io.millrace.streams.state.SessionStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose records are grouped by key and session, to be aggregated.
 *
 * <p>A record joins the session of its key that it is within the gap of; one that is within the gap of two makes them one, and the
 * entries of both are deleted. Sessions close when stream time has passed their end by the gap and the grace period; later records
 * are dropped. Records whose key is null are dropped too.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface SessionWindowedKStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Counts the records of each key and session.
     *
     * @return the number of records by key and session
     */
    KTable<Windowed<K>, Long> count();

    /**
     * Counts the records of each key and session.
     *
     * @param named names the operation
     * @return the number of records by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Named named);

    /**
     * Counts the records of each key and session.
     *
     * @param materialized name, kind, serdes and retention of the store
     * @return the number of records by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Counts the records of each key and session.
     *
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the number of records by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key and session into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @return the combined value by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer);

    /**
     * Combines the values of each key and session into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param named names the operation
     * @return the combined value by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named);

    /**
     * Combines the values of each key and session into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param materialized name, kind, serdes and retention of the store
     * @return the combined value by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key and session into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the combined value by key and session
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key and session.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger);

    /**
     * Aggregates the records of each key and session.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param named names the operation
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named);

    /**
     * Aggregates the records of each key and session.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param materialized name, kind, serdes and retention of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key and session.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param sessionMerger makes one aggregate of those of two sessions that became one
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and session
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized);

    /**
     * Chooses when results are passed on. By default each update is.
     *
     * @param emitStrategy when
     * @return this stream
     * @throws NullPointerException if the strategy is null
     */
    SessionWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy);
}
