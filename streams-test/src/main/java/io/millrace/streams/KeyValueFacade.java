package io.millrace.streams;

import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A key-value store that shows less than it keeps. */
final class KeyValueFacade<K, S, V> extends StoreFacade<KeyValueStore<K, S>> implements KeyValueStore<K, V> {

    private final ShownAs<S, V> values;

    KeyValueFacade(KeyValueStore<K, S> store, ShownAs<S, V> values) {
        super(store);
        this.values = values;
    }

    private KeyValueIterator<K, V> shown(KeyValueIterator<K, S> stored) {
        return new FacadeIterator<>(stored, values);
    }

    @Override
    public void put(K key, @Nullable V value) {
        store().put(key, values.kept(value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        return values.shown(store().putIfAbsent(key, values.kept(value)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return values.shown(store().delete(key));
    }

    @Override
    public @Nullable V get(K key) {
        return values.shown(store().get(key));
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return shown(store().range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return shown(store().reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return shown(store().all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return shown(store().reverseAll());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return shown(store().prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return store().approximateNumEntries();
    }
}
