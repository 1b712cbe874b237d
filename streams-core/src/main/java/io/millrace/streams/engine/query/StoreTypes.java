package io.millrace.streams.engine.query;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.StateStoreProvider;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The ways a store can be read. */
public final class StoreTypes {

    private StoreTypes() {}

    /** Any key-value store, as plain values. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> keyValue() {
        return new Type<>(
                ReadOnlyKeyValueStore.class::isInstance,
                (provider, name) -> new LocalKeyValueStore<>(provider, name, StoreTypes.keyValue(), ReadAs.PLAIN));
    }

    /** A timestamped key-value store, with its timestamps. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> timestampedKeyValue() {
        return new Type<>(
                store -> store instanceof TimestampedKeyValueStore
                        || store instanceof TimestampedKeyValueStoreWithHeaders,
                (provider, name) ->
                        new LocalKeyValueStore<>(provider, name, StoreTypes.timestampedKeyValue(), ReadAs.TIMESTAMPED));
    }

    /** A key-value store with headers, with its timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>> timestampedKeyValueWithHeaders() {
        return new Type<>(
                TimestampedKeyValueStoreWithHeaders.class::isInstance,
                (provider, name) -> new LocalKeyValueStore<>(
                        provider, name, StoreTypes.timestampedKeyValueWithHeaders(), ReadAs.STORED));
    }

    /** Any window store, as plain values. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, V>> window() {
        return new Type<>(
                ReadOnlyWindowStore.class::isInstance,
                (provider, name) -> new LocalWindowStore<>(provider, name, StoreTypes.window(), ReadAs.PLAIN));
    }

    /** A timestamped window store, with its timestamps. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> timestampedWindow() {
        return new Type<>(
                store -> store instanceof TimestampedWindowStore || store instanceof TimestampedWindowStoreWithHeaders,
                (provider, name) ->
                        new LocalWindowStore<>(provider, name, StoreTypes.timestampedWindow(), ReadAs.TIMESTAMPED));
    }

    /** A window store with headers, with its timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyWindowStore<K, ValueTimestampHeaders<V>>> timestampedWindowWithHeaders() {
        return new Type<>(
                TimestampedWindowStoreWithHeaders.class::isInstance,
                (provider, name) -> new LocalWindowStore<>(
                        provider, name, StoreTypes.timestampedWindowWithHeaders(), ReadAs.STORED));
    }

    /** Any session store, as plain aggregates. */
    public static <K, V> QueryableStoreType<ReadOnlySessionStore<K, V>> session() {
        return new Type<>(
                ReadOnlySessionStore.class::isInstance,
                (provider, name) -> new LocalSessionStore<>(provider, name, StoreTypes.session(), ReadAs.PLAIN));
    }

    /** A session store with headers, with its headers. */
    public static <K, V> QueryableStoreType<ReadOnlySessionStore<K, AggregationWithHeaders<V>>> sessionWithHeaders() {
        return new Type<>(
                SessionStoreWithHeaders.class::isInstance,
                (provider, name) ->
                        new LocalSessionStore<>(provider, name, StoreTypes.sessionWithHeaders(), ReadAs.STORED));
    }

    private record Type<T>(Predicate<StateStore> accepted, BiFunction<StateStoreProvider, String, T> creator)
            implements QueryableStoreType<T> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return accepted.test(stateStore);
        }

        @Override
        public T create(StateStoreProvider storeProvider, String storeName) {
            return creator.apply(storeProvider, storeName);
        }
    }
}
