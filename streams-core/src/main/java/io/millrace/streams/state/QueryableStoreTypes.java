package io.millrace.streams.state;

import io.millrace.streams.engine.query.StoreTypes;
import io.millrace.streams.processor.StateStore;

/**
 * The types a store can be queried as, for {@code StoreQueryParameters.fromNameAndType}. A store that keeps timestamps can also be
 * queried as a plain one, and one that keeps headers as a timestamped or a plain one.
 */
public final class QueryableStoreTypes {

    /** Creates nothing of use; all members are static. */
    public QueryableStoreTypes() {}

    /** A key-value store. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> keyValueStore() {
        return new KeyValueStoreType<>(StoreTypes.keyValue());
    }

    /** A key-value store that keeps the timestamp of each value. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> timestampedKeyValueStore() {
        return new TimestampedKeyValueStoreType<>(StoreTypes.timestampedKeyValue());
    }

    /** A key-value store that keeps the timestamp and the headers of each value. */
    public static <K, V>
            QueryableStoreType<ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>>
                    timestampedKeyValueStoreWithHeaders() {
        return StoreTypes.timestampedKeyValueWithHeaders();
    }

    /** A window store. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, V>> windowStore() {
        return new WindowStoreType<>(StoreTypes.window());
    }

    /** A window store that keeps the timestamp of each value. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> timestampedWindowStore() {
        return new TimestampedWindowStoreType<>(StoreTypes.timestampedWindow());
    }

    /** A window store that keeps the timestamp and the headers of each value. */
    public static <K, V>
            QueryableStoreType<ReadOnlyWindowStore<K, ValueTimestampHeaders<V>>> timestampedWindowStoreWithHeaders() {
        return StoreTypes.timestampedWindowWithHeaders();
    }

    /** A session store. */
    public static <K, V> QueryableStoreType<ReadOnlySessionStore<K, V>> sessionStore() {
        return new SessionStoreType<>(StoreTypes.session());
    }

    /** A session store that keeps headers with each aggregate. */
    public static <K, V>
            QueryableStoreType<ReadOnlySessionStore<K, AggregationWithHeaders<V>>> sessionStoreWithHeaders() {
        return StoreTypes.sessionWithHeaders();
    }

    /** Reads as another type does. */
    private abstract static class Delegating<T> implements QueryableStoreType<T> {

        private final QueryableStoreType<T> reading;

        private Delegating(QueryableStoreType<T> reading) {
            this.reading = reading;
        }

        @Override
        public boolean accepts(StateStore stateStore) {
            return reading.accepts(stateStore);
        }

        @Override
        public T create(StateStoreProvider storeProvider, String storeName) {
            return reading.create(storeProvider, storeName);
        }
    }

    /**
     * A key-value store, its values alone.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    public static class KeyValueStoreType<K, V> extends Delegating<ReadOnlyKeyValueStore<K, V>> {

        KeyValueStoreType(QueryableStoreType<ReadOnlyKeyValueStore<K, V>> reading) {
            super(reading);
        }

        @Override
        public ReadOnlyKeyValueStore<K, V> create(StateStoreProvider storeProvider, String storeName) {
            return super.create(storeProvider, storeName);
        }
    }

    /**
     * A key-value store that keeps the timestamp of each value.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    public static class TimestampedKeyValueStoreType<K, V>
            extends Delegating<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> {

        TimestampedKeyValueStoreType(QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> reading) {
            super(reading);
        }

        @Override
        public ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>> create(
                StateStoreProvider storeProvider, String storeName) {
            return super.create(storeProvider, storeName);
        }
    }

    /**
     * A window store, its values alone.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    public static class WindowStoreType<K, V> extends Delegating<ReadOnlyWindowStore<K, V>> {

        WindowStoreType(QueryableStoreType<ReadOnlyWindowStore<K, V>> reading) {
            super(reading);
        }

        @Override
        public ReadOnlyWindowStore<K, V> create(StateStoreProvider storeProvider, String storeName) {
            return super.create(storeProvider, storeName);
        }
    }

    /**
     * A window store that keeps the timestamp of each value.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    public static class TimestampedWindowStoreType<K, V>
            extends Delegating<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> {

        TimestampedWindowStoreType(QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> reading) {
            super(reading);
        }

        @Override
        public ReadOnlyWindowStore<K, ValueAndTimestamp<V>> create(StateStoreProvider storeProvider, String storeName) {
            return super.create(storeProvider, storeName);
        }
    }

    /**
     * A session store, its aggregates alone.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    public static class SessionStoreType<K, V> extends Delegating<ReadOnlySessionStore<K, V>> {

        SessionStoreType(QueryableStoreType<ReadOnlySessionStore<K, V>> reading) {
            super(reading);
        }

        @Override
        public ReadOnlySessionStore<K, V> create(StateStoreProvider storeProvider, String storeName) {
            return super.create(storeProvider, storeName);
        }
    }
}
