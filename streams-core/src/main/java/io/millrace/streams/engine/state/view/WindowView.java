package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.engine.state.OfColumn;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.WindowKeyQuery;
import io.millrace.streams.query.WindowRangeQuery;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A window store with types. Written by the owner thread of its task; read by any thread.
 *
 * @param <K> key
 * @param <V> value as the user of the store sees it, with its timestamp if the store keeps one
 */
sealed class WindowView<K, V> implements WindowStore<K, V>, Expiring, OfColumn
        permits TimestampedWindowView, HeadersWindowView, RawTimestampedWindowView, RawHeadersWindowView {

    private final WindowOrigin<K, V> origin;
    private final Function<V, Object> queried;
    private @Nullable Opened<K, V> opened;
    private int partition;
    private volatile boolean closed;
    private StoreMeters meters = StoreMeters.UNMEASURED;

    WindowView(WindowOrigin<K, V> origin) {
        this(origin, value -> value);
    }

    /** @param queried what a query is shown of a value */
    WindowView(WindowOrigin<K, V> origin, Function<V, Object> queried) {
        this.origin = origin;
        this.queried = queried;
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
        Opened<K, V> now = meters.opening(() -> origin.open(context, root));
        opened = now;
        meters.timeCommits(now.bytes().ours());
        partition = context.taskId().partition();
        closed = false;
        meters.showKeys(this::isOpen, this::approximateEntries);
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

    @SuppressWarnings("unchecked") // Who asks knows the types of the store.
    private @Nullable QueryResult<?> answer(Query<?> query) {
        Held<K, V> held = opened().held();
        Function<Object, Object> shown = value -> queried.apply(held.valueOf(value));
        if (query instanceof WindowKeyQuery<?, ?> ofKey) {
            Instant from = ofKey.getTimeFrom().orElse(null);
            Instant to = ofKey.getTimeTo().orElse(null);
            if (from != null && to != null) {
                return QueryResult.forResult(
                        ofKey((K) ofKey.getKey(), from.toEpochMilli(), to.toEpochMilli(), Direction.FORWARD, shown));
            }
        } else if (query instanceof WindowRangeQuery<?, ?> range
                && range.getKey().isEmpty()) {
            Instant from = range.getTimeFrom().orElse(null);
            Instant to = range.getTimeTo().orElse(null);
            if (from != null && to != null) {
                return QueryResult.forResult(
                        ofRange(null, null, from.toEpochMilli(), to.toEpochMilli(), Direction.FORWARD, shown));
            }
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
    public void put(K key, @Nullable V value, long windowStartTimestamp) {
        long since = meters.start();
        Opened<K, V> store = opened();
        Object held = store.held().key(key);
        long now = store.bytes().currentTimestampMs();
        long timestampMs = value == null ? now : store.held().codec().timestampMs(value, now);
        store.bytes().put(held, store.held().value(value), windowStartTimestamp, timestampMs);
        if (meters.tellsAges()) {
            meters.put(store.bytes().currentTimestampMs());
        }
        meters.done(StoreOperation.PUT, since);
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        long since = meters.start();
        Opened<K, V> store = opened();
        V found = store.held().valueOfOrNull(store.bytes().get(store.held().key(key), time));
        meters.done(StoreOperation.FETCH, since);
        return found;
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return ofKey(key, timeFrom, timeTo, Direction.FORWARD);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return ofKey(key, timeFrom, timeTo, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return ofRange(keyFrom, keyTo, timeFrom, timeTo, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return ofRange(keyFrom, keyTo, timeFrom, timeTo, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return ofRange(null, null, timeFrom, timeTo, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return ofRange(null, null, timeFrom, timeTo, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return ofRange(null, null, 0, Long.MAX_VALUE, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return ofRange(null, null, 0, Long.MAX_VALUE, Direction.BACKWARD);
    }

    private WindowStoreIterator<V> ofKey(K key, long timeFrom, long timeTo, Direction direction) {
        return ofKey(key, timeFrom, timeTo, direction, opened().held()::valueOf);
    }

    private <X> WindowStoreIterator<X> ofKey(
            K key, long timeFrom, long timeTo, Direction direction, Function<Object, X> values) {
        Opened<K, V> store = opened();
        ByteCursor cursor = store.bytes().scan(store.keyBytes(key), timeFrom, timeTo, direction);
        return new WindowCursorIterator<>(cursor, this::ensureOpen, values, meters);
    }

    private KeyValueIterator<Windowed<K>, V> ofRange(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo, Direction direction) {
        return ofRange(keyFrom, keyTo, timeFrom, timeTo, direction, opened().held()::valueOf);
    }

    private <X> KeyValueIterator<Windowed<K>, X> ofRange(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long timeFrom,
            long timeTo,
            Direction direction,
            Function<Object, X> values) {
        Opened<K, V> store = opened();
        ByteCursor cursor = store.bytes()
                .scanRange(store.keyBytesOrNull(keyFrom), store.keyBytesOrNull(keyTo), timeFrom, timeTo, direction);
        return new CursorIterator<>(cursor, this::ensureOpen, this::windowed, values, StoreOperation.FETCH, meters);
    }

    /** The windowed key of an entry in the buffer. */
    final Windowed<K> windowedOf(Object held) {
        if (held instanceof TimedKey timed) {
            return WindowOf.time(opened().held().keyOf(timed.key()), timed.startMs(), origin.windowSizeMs());
        }
        return windowed(((ByteKey) held).bytes());
    }

    /** The windowed key of a stored key. */
    final Windowed<K> windowed(byte[] stored) {
        K key = opened().held().serdes().key(WindowKey.key(stored));
        return WindowOf.time(key, WindowKey.startMs(stored), origin.windowSizeMs());
    }

    @Override
    public long retentionMs() {
        StoreBuffer buffer = buffer();
        return buffer == null ? 0 : buffer.spec().retention().retentionMs();
    }

    @Override
    public long segmentMs() {
        StoreBuffer buffer = buffer();
        return buffer == null ? Long.MAX_VALUE : buffer.spec().retention().segmentIntervalMs();
    }

    @Override
    public long earliestMs() {
        StoreBuffer buffer = buffer();
        return buffer == null ? 0 : buffer.earliestLiveMs();
    }

    @Override
    public long latestMs() {
        StoreBuffer buffer = buffer();
        return buffer == null ? Long.MAX_VALUE : buffer.streamTimeMs();
    }

    private long approximateEntries() {
        StoreBuffer buffer = buffer();
        return buffer == null ? 0 : buffer.approximateEntries();
    }

    /** The buffer of a store of ours; what a user's store does with time is not known. */
    private @Nullable StoreBuffer buffer() {
        return opened().bytes().ours();
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
    record Opened<K, V>(WindowBytes bytes, Held<K, V> held) {

        byte[] keyBytes(K key) {
            return held.serdes().keyBytes(Objects.requireNonNull(key, "key cannot be null"));
        }

        byte @Nullable [] keyBytesOrNull(@Nullable K key) {
            return key == null ? null : held.serdes().keyBytes(key);
        }
    }
}
