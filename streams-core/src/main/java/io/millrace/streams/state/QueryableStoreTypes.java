package io.millrace.streams.state;

import io.millrace.streams.engine.query.StoreTypes;

/**
 * The types a store can be queried as, for {@code StoreQueryParameters.fromNameAndType}. A timestamped store can also be queried as
 * the plain one.
 */
public final class QueryableStoreTypes {

    /** A key-value store. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> keyValueStore() {
        return StoreTypes.keyValue();
    }

    /** A key-value store that keeps the timestamp of each value. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> timestampedKeyValueStore() {
        return StoreTypes.timestampedKeyValue();
    }

    /** A window store. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, V>> windowStore() {
        return StoreTypes.window();
    }

    /** A window store that keeps the timestamp of each value. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> timestampedWindowStore() {
        return StoreTypes.timestampedWindow();
    }
}
