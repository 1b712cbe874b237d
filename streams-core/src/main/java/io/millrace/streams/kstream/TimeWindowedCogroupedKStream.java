package io.millrace.streams.kstream;

import io.millrace.streams.state.WindowStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Several streams whose records are grouped by key and window, to be aggregated into one table.
 *
 * <p>Windows close at their end plus the grace period, measured in stream time; later records are dropped, and so are those whose
 * key is null.
 *
 * @param <K> type of the keys
 * @param <V> type of the aggregates
 */
public interface TimeWindowedCogroupedKStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param named names the operation
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Named named);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param materialized name, kind, serdes and retention of the store
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /**
     * Aggregates the records of all streams.
     *
     * @param initializer supplies the aggregate to start from
     * @param named names the operation
     * @param materialized name, kind, serdes and retention of the store
     * @return the aggregate by key and window
     * @throws NullPointerException if an argument is null
     */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);
}
