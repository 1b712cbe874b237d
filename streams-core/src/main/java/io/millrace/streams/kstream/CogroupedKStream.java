package io.millrace.streams.kstream;

import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Several streams grouped by keys of the same type, to be aggregated into one table. Each has an aggregator of its own, all share
 * the aggregate and its store.
 *
 * <p>Records whose key or value is null are dropped.
 *
 * @param <K> type of the keys
 * @param <VOut> type of the aggregates
 */
public interface CogroupedKStream<K extends @Nullable Object, VOut extends @Nullable Object> {

    /**
     * Adds a stream. A stream that is there already gets a new aggregator.
     *
     * @param groupedStream the stream
     * @param aggregator adds a record of the stream to the aggregate; null deletes the entry
     * @param <V> type of the stream's values
     * @return this, with the stream
     * @throws NullPointerException if an argument is null
     */
    <V extends @Nullable Object> CogroupedKStream<K, VOut> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, VOut> aggregator);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, VOut> aggregate(Initializer<VOut> initializer);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param named names the operation
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, VOut> aggregate(Initializer<VOut> initializer, Named named);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param materialized name, kind and serdes of the store
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Groups further by windows of fixed length.
     *
     * @param windows the windows
     * @param <W> type of the windows
     * @return windowed streams, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    <W extends Window> TimeWindowedCogroupedKStream<K, VOut> windowedBy(Windows<W> windows);

    /**
     * Groups further by sliding windows.
     *
     * @param windows the windows
     * @return windowed streams, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    TimeWindowedCogroupedKStream<K, VOut> windowedBy(SlidingWindows windows);

    /**
     * Groups further by sessions.
     *
     * @param windows the windows
     * @return windowed streams, to be aggregated
     * @throws NullPointerException if the windows are null
     */
    SessionWindowedCogroupedKStream<K, VOut> windowedBy(SessionWindows windows);
}
