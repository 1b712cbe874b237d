package io.millrace.streams;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A timestamped key-value store without its timestamps; what is put gets the wall-clock time of the driver. */
final class KeyValueFacade<K, V> implements KeyValueStore<K, V> {

    private final TimestampedKeyValueStore<K, V> store;
    private final LongSupplier nowMs;

    KeyValueFacade(TimestampedKeyValueStore<K, V> store, LongSupplier nowMs) {
        this.store = store;
        this.nowMs = nowMs;
    }

    private @Nullable ValueAndTimestamp<V> stamped(@Nullable V value) {
        return ValueAndTimestamp.make(value, nowMs.getAsLong());
    }

    @Override
    public void put(K key, @Nullable V value) {
        store.put(key, stamped(value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        return ValueAndTimestamp.getValueOrNull(store.putIfAbsent(key, stamped(value)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return ValueAndTimestamp.getValueOrNull(store.delete(key));
    }

    @Override
    public @Nullable V get(K key) {
        return ValueAndTimestamp.getValueOrNull(store.get(key));
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return new PlainIterator<>(store.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return new PlainIterator<>(store.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new PlainIterator<>(store.all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new PlainIterator<>(store.reverseAll());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return new PlainIterator<>(store.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        store.init(stateStoreContext, root);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public <R extends @Nullable Object> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return store.query(query, positionBound, config);
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }
}
