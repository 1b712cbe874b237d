package io.millrace.streams.kstream;

import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose records are grouped by key, to be aggregated into a table or into windows.
 *
 * <p>Records whose key or value is null are dropped. The result is kept in a state store with a changelog topic; how often
 * updates are passed on depends on caching and the commit interval.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KGroupedStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Counts the records of each key.
     *
     * @return the number of records by key
     */
    KTable<K, Long> count();

    /**
     * Counts the records of each key.
     *
     * @param named names the operation
     * @return the number of records by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Named named);

    /**
     * Counts the records of each key.
     *
     * @param materialized name, kind and serdes of the store
     * @return the number of records by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Counts the records of each key.
     *
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the number of records by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key into one of the same type. The first value of a key is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(Reducer<V> reducer);

    /**
     * Combines the values of each key into one of the same type. The first value of a key is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param materialized name, kind and serdes of the store
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key into one of the same type. The first value of a key is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(Reducer<V> reducer, Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param <VOut> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator);

    /**
     * Aggregates the records of each key.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param materialized name, kind and serdes of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Groups further by windows of fixed length.
     *
     * @param windows the windows
     * @param <W> type of the windows
     * @return a windowed stream, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows);

    /**
     * Groups further by sliding windows.
     *
     * @param windows the windows
     * @return a windowed stream, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows);

    /**
     * Groups further by sessions.
     *
     * @param windows the windows
     * @return a windowed stream, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    SessionWindowedKStream<K, V> windowedBy(SessionWindows windows);

    /**
     * Begins an aggregation of this stream and others with keys of the same type into one table.
     *
     * @param aggregator adds a record of this stream to the aggregate
     * @param <VOut> type of the aggregates
     * @return streams to be aggregated together, so far only this one
     * @throws NullPointerException if the aggregator is null
     */
    <VOut extends @Nullable Object> CogroupedKStream<K, VOut> cogroup(
            Aggregator<? super K, ? super V, VOut> aggregator);
}
