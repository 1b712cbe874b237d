package io.millrace.streams.engine.query;

import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.StateStoreProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** All local partitions of a key-value store, read as one: in order within a partition, partition after partition. */
final class LocalKeyValueStore<K, V> implements ReadOnlyKeyValueStore<K, V> {

    private final StateStoreProvider provider;
    private final String name;
    private final QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type;
    private final ReadAs mode;

    LocalKeyValueStore(
            StateStoreProvider provider,
            String name,
            QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type,
            ReadAs mode) {
        this.provider = provider;
        this.name = name;
        this.type = type;
        this.mode = mode;
    }

    @Override
    @SuppressWarnings("unchecked") // What the store holds is what the query's type says, once shown as asked.
    public @Nullable V get(K key) {
        for (ReadOnlyKeyValueStore<K, V> store : stores()) {
            Object stored = store.get(key);
            if (stored != null) {
                return (V) mode.of(store).apply(stored);
            }
        }
        return null;
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return each(store -> store.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return each(store -> store.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return each(ReadOnlyKeyValueStore::all);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return each(ReadOnlyKeyValueStore::reverseAll);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return each(store -> store.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        long total = 0;
        for (ReadOnlyKeyValueStore<K, V> store : stores()) {
            total += store.approximateNumEntries();
        }
        return total < 0 ? Long.MAX_VALUE : total;
    }

    private List<ReadOnlyKeyValueStore<K, V>> stores() {
        return provider.stores(name, type);
    }

    private KeyValueIterator<K, V> each(Function<ReadOnlyKeyValueStore<K, V>, KeyValueIterator<K, V>> scan) {
        List<ConcatenatedIterator.Part<K, V>> parts = new ArrayList<>();
        for (ReadOnlyKeyValueStore<K, V> store : stores()) {
            parts.add(new ConcatenatedIterator.Part<>(() -> scan.apply(store), mode.of(store)));
        }
        return new ConcatenatedIterator<>(parts);
    }
}
