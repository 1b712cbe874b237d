package io.millrace.streams.engine.task.readonly;

import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import org.jspecify.annotations.Nullable;

/** A versioned store that can be read. */
class ReadOnlyVersions<K, V> extends ReadOnlyStore<VersionedKeyValueStore<K, V>>
        implements VersionedKeyValueStore<K, V> {

    ReadOnlyVersions(VersionedKeyValueStore<K, V> store) {
        super(store);
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key) {
        return store().get(key);
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key, long asOfTimestamp) {
        return store().get(key, asOfTimestamp);
    }

    @Override
    public long put(K key, @Nullable V value, long timestamp) {
        throw refused();
    }

    @Override
    public @Nullable VersionedRecord<V> delete(K key, long timestamp) {
        throw refused();
    }
}
