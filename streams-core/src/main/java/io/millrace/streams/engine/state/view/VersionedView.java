package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.view.VersionedBytes.Version;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.MultiVersionedKeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.ResultOrder;
import io.millrace.streams.query.VersionedKeyQuery;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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
    private int partition;
    private volatile boolean closed;
    private StoreMeters meters = StoreMeters.UNMEASURED;

    VersionedView(VersionedOrigin<K, V> origin) {
        this.origin = origin;
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        meters = origin.meters(context);
        Opened<K, V> now = meters.opening(() -> origin.open(context, root));
        opened = now;
        meters.timeCommits(now.bytes().ours());
        partition = context.taskId().partition();
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
    public Position getPosition() {
        return opened().bytes().position();
    }

    @Override
    public <R extends @Nullable Object> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return StoreQueries.answer(this, partition, query, positionBound, config, this::answer);
    }

    // Who asks knows the types of the store; the answer for a key that is not there is null.
    @SuppressWarnings({"unchecked", "NullAway"})
    private @Nullable QueryResult<?> answer(Query<?> query) {
        Opened<K, V> store = opened();
        if (query instanceof VersionedKeyQuery<?, ?> one) {
            byte[] key = store.keyBytes((K) one.key());
            Instant asOf = one.asOfTimestamp().orElse(null);
            return QueryResult.forResult(
                    asOf == null ? store.record(store.bytes().find(key)) : store.recordAsOf(key, asOf.toEpochMilli()));
        }
        if (query instanceof MultiVersionedKeyQuery<?, ?> several
                && store.bytes() instanceof BufferedVersions versions) {
            long fromMs = several.fromTime().map(Instant::toEpochMilli).orElse(0L);
            long toMs = several.toTime().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            if (fromMs > toMs) {
                throw new IllegalArgumentException("The query of store '" + name() + "' asks for versions from "
                        + fromMs + " to " + toMs + " ms; the range must not end before it begins.");
            }
            List<Version> found = versions.between(store.keyBytes((K) several.key()), fromMs, toMs);
            if (several.resultOrder() == ResultOrder.ASCENDING) {
                Collections.reverse(found);
            }
            return QueryResult.forResult(new VersionIterator<>(found, store::record, meters));
        }
        return null;
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
            meters.close();
            current.bytes().close();
        }
    }

    @Override
    public long put(K key, @Nullable V value, long timestamp) {
        long since = meters.start();
        Opened<K, V> store = opened();
        byte[] keyBytes = store.keyBytes(key);
        byte[] valueBytes = value == null ? null : store.serdes().valueBytes(value);
        long validToMs = store.bytes().put(keyBytes, valueBytes, timestamp);
        if (meters.tellsAges()) {
            meters.put(timestamp);
        }
        meters.done(StoreOperation.PUT, since);
        return validToMs;
    }

    @Override
    public @Nullable VersionedRecord<V> delete(K key, long timestamp) {
        long since = meters.start();
        Opened<K, V> store = opened();
        VersionedRecord<V> deleted = store.record(store.bytes().delete(store.keyBytes(key), timestamp));
        meters.done(StoreOperation.DELETE, since);
        return deleted;
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key) {
        long since = meters.start();
        Opened<K, V> store = opened();
        VersionedRecord<V> found = store.record(store.bytes().find(store.keyBytes(key)));
        meters.done(StoreOperation.GET, since);
        return found;
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key, long asOfTimestamp) {
        long since = meters.start();
        Opened<K, V> store = opened();
        VersionedRecord<V> found = store.record(store.bytes().find(store.keyBytes(key), asOfTimestamp));
        meters.done(StoreOperation.GET, since);
        return found;
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
            if (version == null) {
                return null;
            }
            V value = serdes.value(version.value());
            return version.validToMs() == Version.OPEN
                    ? new VersionedRecord<>(value, version.timestampMs())
                    : new VersionedRecord<>(value, version.timestampMs(), version.validToMs());
        }

        /** The version in force at a time, with its end if the bytes are ours to look at. */
        @Nullable
        VersionedRecord<V> recordAsOf(byte[] key, long asOfMs) {
            Version version = bytes.find(key, asOfMs);
            if (version == null || !(bytes instanceof BufferedVersions versions)) {
                return record(version);
            }
            List<Version> inForce = versions.between(key, asOfMs, asOfMs);
            return inForce.isEmpty() ? record(version) : record(inForce.get(0));
        }
    }
}
