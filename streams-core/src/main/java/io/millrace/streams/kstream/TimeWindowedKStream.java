package io.millrace.streams.kstream;

import io.millrace.streams.state.WindowStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose records are grouped by key and window, to be aggregated.
 *
 * <p>A record belongs to the windows that its timestamp falls into. Windows close at their end plus the grace period, measured in
 * stream time; later records are dropped. Records whose key or value is null are dropped too.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TimeWindowedKStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Counts the records of each key and window.
     *
     * @return the number of records by key and window
     */
    KTable<Windowed<K>, Long> count();

    /**
     * Counts the records of each key and window.
     *
     * @param named names the operation
     * @return the number of records by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Named named);

    /**
     * Counts the records of each key and window.
     *
     * @param materialized name, kind, serdes and retention of the store
     * @return the number of records by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Counts the records of each key and window.
     *
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the number of records by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, Long> count(Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key and window into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @return the combined value by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer);

    /**
     * Combines the values of each key and window into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param named names the operation
     * @return the combined value by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named);

    /**
     * Combines the values of each key and window into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param materialized name, kind, serdes and retention of the store
     * @return the combined value by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each key and window into one of the same type. The first value is taken as it is.
     *
     * @param reducer combines the value so far with a new one
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the combined value by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key and window.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator);

    /**
     * Aggregates the records of each key and window.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param named names the operation
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator, Named named);

    /**
     * Aggregates the records of each key and window.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param materialized name, kind, serdes and retention of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of each key and window.
     *
     * @param initializer supplies the aggregate to start from
     * @param aggregator adds a record to the aggregate; null deletes the entry
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @param <VOut> type of the aggregates
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Chooses when results are passed on. By default each update is.
     *
     * @param emitStrategy when
     * @return this stream
     * @throws IllegalArgumentException if the windows never close, as {@link UnlimitedWindows}, and are to be waited for
     * @throws NullPointerException if the strategy is null
     */
    TimeWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy);
}
