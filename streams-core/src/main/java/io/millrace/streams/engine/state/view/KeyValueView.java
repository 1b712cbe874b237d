package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.OfColumn;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.RangeQuery;
import io.millrace.streams.query.ResultOrder;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key-value store with types. Written by the owner thread of its task; read by any thread.
 *
 * @param <K> key
 * @param <V> value as the user of the store sees it, with its timestamp if the store keeps one
 */
sealed class KeyValueView<K, V> implements KeyValueStore<K, V>, OfColumn
        permits TimestampedKeyValueView, HeadersKeyValueView, RawTimestampedKeyValueView, RawHeadersKeyValueView {

    private static final Logger LOG = LoggerFactory.getLogger(KeyValueView.class);

    private final KeyValueOrigin<K, V> origin;
    private @Nullable Opened<K, V> opened;
    private int partition;
    private volatile boolean closed;
    private StoreMeters meters = StoreMeters.UNMEASURED;

    KeyValueView(KeyValueOrigin<K, V> origin) {
        this.origin = origin;
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public @Nullable StoreSpec column() {
        return origin.column();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        meters = origin.meters(context);
        Opened<K, V> now = meters.opening(() -> origin.open(context, root, this));
        opened = now;
        meters.timeCommits(now.bytes().ours());
        partition = context.taskId().partition();
        closed = false;
        meters.showKeys(this::isOpen, this::approximateNumEntries);
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

    /** Answers a query, null if it is of a type that the store does not know. */
    // Who asks knows the types of the store; the answer for a key that is not there is null.
    @SuppressWarnings({"unchecked", "NullAway"})
    @Nullable
    QueryResult<?> answer(Query<?> query) {
        if (query instanceof KeyQuery<?, ?> one) {
            return QueryResult.forResult(plain(get((K) one.getKey())));
        }
        if (query instanceof RangeQuery<?, ?> range) {
            return QueryResult.forResult(scan(
                    (K) range.getLowerBound().orElse(null),
                    (K) range.getUpperBound().orElse(null),
                    range.resultOrder(),
                    this::plain));
        }
        return null;
    }

    /** The entries of a range, their values shown in some way. */
    final <X> KeyValueIterator<K, X> scan(@Nullable K from, @Nullable K to, ResultOrder order, Function<V, X> shown) {
        Opened<K, V> store = opened();
        Direction direction = order == ResultOrder.DESCENDING ? Direction.BACKWARD : Direction.FORWARD;
        ByteCursor cursor = store.bytes().scan(rangeOf(from, to), direction);
        return new CursorIterator<>(
                cursor,
                this::ensureOpen,
                store.serdes()::key,
                value -> shown.apply(store.held().valueOf(value)),
                StoreOperation.RANGE,
                meters);
    }

    /** A value without what the store keeps beside it; null stays null. */
    @Nullable
    Object plain(@Nullable V value) {
        return value;
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
    public @Nullable V get(K key) {
        long since = meters.start();
        Opened<K, V> store = opened();
        V found = store.held().valueOfOrNull(store.bytes().get(store.held().key(key)));
        meters.done(StoreOperation.GET, since);
        return found;
    }

    @Override
    public void put(K key, @Nullable V value) {
        long since = meters.start();
        write(key, value);
        meters.done(StoreOperation.PUT, since);
    }

    private void write(K key, @Nullable V value) {
        Opened<K, V> store = opened();
        store.put(store.held().key(key), value);
        if (meters.tellsAges()) {
            meters.put(store.bytes().currentTimestampMs());
        }
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        long since = meters.start();
        Opened<K, V> store = opened();
        Object held = store.held().key(key);
        Object present = store.bytes().get(held);
        if (present == null) {
            store.put(held, value);
        }
        meters.done(StoreOperation.PUT_IF_ABSENT, since);
        return store.held().valueOfOrNull(present);
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        for (KeyValue<K, V> entry : entries) {
            Objects.requireNonNull(entry.key, "key cannot be null");
        }
        long since = meters.start();
        for (KeyValue<K, V> entry : entries) {
            write(entry.key, entry.value);
        }
        meters.done(StoreOperation.PUT_ALL, since);
    }

    @Override
    public @Nullable V delete(K key) {
        long since = meters.start();
        Opened<K, V> store = opened();
        Object held = store.held().key(key);
        Object present = store.bytes().get(held);
        store.put(held, null);
        meters.done(StoreOperation.DELETE, since);
        return store.held().valueOfOrNull(present);
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return range(from, to, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return range(from, to, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return scan(KeyRange.ALL, StoreOperation.ALL, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return scan(KeyRange.ALL, StoreOperation.ALL, Direction.BACKWARD);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        Objects.requireNonNull(prefix, "prefix cannot be null");
        Objects.requireNonNull(prefixKeySerializer, "prefixKeySerializer cannot be null");
        byte[] bytes = prefixKeySerializer.serialize(opened().serdes().topic(), prefix);
        return scan(KeyRange.prefix(bytes), StoreOperation.PREFIX_SCAN, Direction.FORWARD);
    }

    @Override
    public long approximateNumEntries() {
        return opened().bytes().approximateEntries();
    }

    private KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to, Direction direction) {
        return scan(rangeOf(from, to), StoreOperation.RANGE, direction);
    }

    private KeyRange rangeOf(@Nullable K from, @Nullable K to) {
        StoreSerdes<K, ?> serdes = opened().serdes();
        KeyRange range =
                KeyRange.closed(from == null ? null : serdes.keyBytes(from), to == null ? null : serdes.keyBytes(to));
        if (range.isEmpty()) {
            LOG.warn(
                    "Range of store '{}' is empty, because its first key sorts after its last one as serialized bytes;"
                            + " this happens when they are given the wrong way round, or when the serde does not keep the"
                            + " order of the keys (negative numbers, for example).",
                    name());
        }
        return range;
    }

    private KeyValueIterator<K, V> scan(KeyRange range, StoreOperation timed, Direction direction) {
        Opened<K, V> store = opened();
        return new CursorIterator<>(
                store.bytes().scan(range, direction),
                this::ensureOpen,
                store.serdes()::key,
                store.held()::valueOf,
                timed,
                meters);
    }

    private void ensureOpen() {
        opened();
    }

    /** The bytes below, if the store is open. */
    final Opened<K, V> opened() {
        Opened<K, V> current = opened;
        if (current == null || closed) {
            throw ClosedStore.of(name());
        }
        current.bytes().ensureOpen();
        return current;
    }

    /** What a store has once it is initialised. */
    record Opened<K, V>(KeyValueBytes bytes, StoreSerdes<K, ?> serdes, Held<K, V> held) {

        void put(Object key, @Nullable V value) {
            long now = bytes.currentTimestampMs();
            bytes.put(key, held.value(value), value == null ? now : held.codec().timestampMs(value, now));
        }
    }
}
