package io.millrace.streams.engine.task.readonly;

import io.millrace.streams.KeyValue;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A key-value store that can be read. */
class ReadOnlyKeyValues<K, V> extends ReadOnlyStore<KeyValueStore<K, V>> implements KeyValueStore<K, V> {

    ReadOnlyKeyValues(KeyValueStore<K, V> store) {
        super(store);
    }

    @Override
    public @Nullable V get(K key) {
        return store().get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return store().range(from, to);
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return store().reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return store().all();
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return store().reverseAll();
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return store().prefixScan(prefix, prefixKeySerializer);
    }

    @Override
    public long approximateNumEntries() {
        return store().approximateNumEntries();
    }

    @Override
    public void put(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        throw refused();
    }

    @Override
    public @Nullable V delete(K key) {
        throw refused();
    }

    /** With timestamps. */
    static final class Timestamped<K, V> extends ReadOnlyKeyValues<K, ValueAndTimestamp<V>>
            implements TimestampedKeyValueStore<K, V> {

        Timestamped(TimestampedKeyValueStore<K, V> store) {
            super(store);
        }
    }

    /** With timestamps and headers. */
    static final class WithHeaders<K, V> extends ReadOnlyKeyValues<K, ValueTimestampHeaders<V>>
            implements TimestampedKeyValueStoreWithHeaders<K, V> {

        WithHeaders(TimestampedKeyValueStoreWithHeaders<K, V> store) {
            super(store);
        }
    }
}
