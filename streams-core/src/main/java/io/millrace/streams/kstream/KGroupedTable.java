package io.millrace.streams.kstream;

import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A table whose entries are grouped by a new key, to be aggregated into another table.
 *
 * <p>When an entry of the original table changes, its old value is subtracted from its old group and its new value added to its
 * new group; the two may be the same. Entries whose value is null do not count.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KGroupedTable<K, V extends @Nullable Object> {

    /**
     * Counts the entries of each group.
     *
     * @param materialized name, kind and serdes of the store
     * @return the number of entries by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Counts the entries of each group.
     *
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the number of entries by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Counts the entries of each group.
     *
     * @return the number of entries by key
     */
    KTable<K, Long> count();

    /**
     * Counts the entries of each group.
     *
     * @param named names the operation
     * @return the number of entries by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, Long> count(Named named);

    /**
     * Combines the values of each group into one of the same type. The first value of a group is taken as it
     * is.
     *
     * @param adder adds a value to the value so far
     * @param subtractor takes a value out of the value so far
     * @param materialized name, kind and serdes of the store
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(
            Reducer<V> adder, Reducer<V> subtractor, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each group into one of the same type. The first value of a group is taken as it
     * is.
     *
     * @param adder adds a value to the value so far
     * @param subtractor takes a value out of the value so far
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Combines the values of each group into one of the same type. The first value of a group is taken as it
     * is.
     *
     * @param adder adds a value to the value so far
     * @param subtractor takes a value out of the value so far
     * @return the combined value by key
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> reduce(Reducer<V> adder, Reducer<V> subtractor);

    /**
     * Aggregates the entries of each group.
     *
     * @param initializer supplies the aggregate to start from
     * @param adder adds a value to the aggregate
     * @param subtractor takes a value out of the aggregate
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the entries of each group.
     *
     * @param initializer supplies the aggregate to start from
     * @param adder adds a value to the aggregate
     * @param subtractor takes a value out of the aggregate
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the entries of each group.
     *
     * @param initializer supplies the aggregate to start from
     * @param adder adds a value to the aggregate
     * @param subtractor takes a value out of the aggregate
     * @param <VR> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor);

    /**
     * Aggregates the entries of each group.
     *
     * @param initializer supplies the aggregate to start from
     * @param adder adds a value to the aggregate
     * @param subtractor takes a value out of the aggregate
     * @param named names the operation
     * @param <VR> type of the aggregates
     * @return the aggregate by key
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named);
}
