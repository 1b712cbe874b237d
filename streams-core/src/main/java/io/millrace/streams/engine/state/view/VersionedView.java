package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.view.VersionedBytes.Version;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A store with types that keeps the versions of each key. Written by the owner thread of its task; read by any thread.
 *
 * <p>What it returns does not say when a version ended, as in the original; a query for versions does.
 */
final class VersionedView<K, V> implements VersionedKeyValueStore<K, V> {

    private final VersionedOrigin<K, V> origin;
    private @Nullable Opened<K, V> opened;
    private volatile boolean closed;

    VersionedView(VersionedOrigin<K, V> origin) {
        this.origin = origin;
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        opened = origin.open(context, root);
        closed = false;
    }

    @Override
    public boolean persistent() {
        return origin.isPersistent();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        StateStore foreign = origin.foreign();
        if (foreign != null) {
            foreign.commit(changelogOffsets);
        }
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        StateStore foreign = origin.foreign();
        return foreign == null ? null : foreign.committedOffset(partition);
    }

    @Override
    public boolean isOpen() {
        Opened<K, V> current = opened;
        return current != null && !closed && current.bytes().isOpen();
    }

    @Override
    public void close() {
        Opened<K, V> current = opened;
        if (current != null && !closed) {
            closed = true;
            current.bytes().close();
        }
    }

    @Override
    public long put(K key, @Nullable V value, long timestamp) {
        Opened<K, V> store = opened();
        byte[] keyBytes = store.keyBytes(key);
        byte[] valueBytes = value == null ? null : store.serdes().valueBytes(value);
        return store.bytes().put(keyBytes, valueBytes, timestamp);
    }

    @Override
    public @Nullable VersionedRecord<V> delete(K key, long timestamp) {
        Opened<K, V> store = opened();
        return store.record(store.bytes().delete(store.keyBytes(key), timestamp));
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key) {
        Opened<K, V> store = opened();
        return store.record(store.bytes().find(store.keyBytes(key)));
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key, long asOfTimestamp) {
        Opened<K, V> store = opened();
        return store.record(store.bytes().find(store.keyBytes(key), asOfTimestamp));
    }

    private Opened<K, V> opened() {
        Opened<K, V> current = opened;
        if (current == null || closed) {
            throw ClosedStore.of(name());
        }
        current.bytes().ensureOpen();
        return current;
    }

    /** What a store has once it is initialised. */
    record Opened<K, V>(VersionedBytes bytes, StoreSerdes<K, V> serdes) {

        byte[] keyBytes(K key) {
            return serdes.keyBytes(Objects.requireNonNull(key, "key cannot be null"));
        }

        @Nullable
        VersionedRecord<V> record(@Nullable Version version) {
            return version == null
                    ? null
                    : new VersionedRecord<>(serdes.value(version.value()), version.timestampMs());
        }
    }
}
