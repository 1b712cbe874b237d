package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.engine.state.OfColumn;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.WindowRangeQuery;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A session store with types. Written by the owner thread of its task; read by any thread.
 *
 * @param <K> key
 * @param <V> aggregate
 */
sealed class SessionView<K, V> implements SessionStore<K, V>, Expiring, OfColumn
        permits PlainSessionView, HeadersSessionView, RawHeadersSessionView {

    private final SessionOrigin<K, V> origin;
    private final Function<V, Object> queried;
    private @Nullable Opened<K, V> opened;
    private int partition;
    private volatile boolean closed;
    private StoreMeters meters = StoreMeters.UNMEASURED;

    SessionView(SessionOrigin<K, V> origin) {
        this(origin, aggregate -> aggregate);
    }

    /** @param queried what a query is shown of an aggregate */
    SessionView(SessionOrigin<K, V> origin, Function<V, Object> queried) {
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
        if (query instanceof WindowRangeQuery<?, ?> range) {
            K key = (K) range.getKey().orElse(null);
            if (key != null) {
                Held<K, V> held = opened().held();
                return QueryResult.forResult(scan(
                        SessionBytes.Wanted.ofKey(opened().keyBytes(key), 0, Long.MAX_VALUE),
                        Direction.FORWARD,
                        aggregate -> queried.apply(held.valueOf(aggregate))));
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
    public void put(Windowed<K> sessionKey, @Nullable V aggregate) {
        long since = meters.start();
        write(sessionKey, aggregate);
        StoreBuffer ours = buffer();
        if (ours != null && meters.tellsAges()) {
            meters.put(ours.currentTimestampMs());
        }
        meters.done(StoreOperation.PUT, since);
    }

    private void write(Windowed<K> sessionKey, @Nullable V aggregate) {
        Objects.requireNonNull(sessionKey, "sessionKey cannot be null");
        Opened<K, V> store = opened();
        store.bytes()
                .put(
                        store.held().key(sessionKey.key()),
                        store.held().value(aggregate),
                        sessionKey.window().start(),
                        sessionKey.window().end());
    }

    @Override
    public void remove(Windowed<K> sessionKey) {
        long since = meters.start();
        write(sessionKey, null);
        meters.done(StoreOperation.REMOVE, since);
    }

    @Override
    public @Nullable V fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        long since = meters.start();
        Opened<K, V> store = opened();
        Object held = store.bytes().get(store.held().key(key), sessionStartTime, sessionEndTime);
        V found = store.held().valueOfOrNull(held);
        meters.done(StoreOperation.FETCH, since);
        return found;
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(long earliestSessionEndTime, long latestSessionEndTime) {
        return scan(
                new SessionBytes.Wanted(null, null, earliestSessionEndTime, latestSessionEndTime, Long.MAX_VALUE),
                Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofKey(key, earliestSessionEndTime, latestSessionStartTime, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofKey(key, earliestSessionEndTime, latestSessionStartTime, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofRange(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofRange(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return ofKey(key, 0, Long.MAX_VALUE, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return ofKey(key, 0, Long.MAX_VALUE, Direction.BACKWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return ofRange(keyFrom, keyTo, 0, Long.MAX_VALUE, Direction.FORWARD);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return ofRange(keyFrom, keyTo, 0, Long.MAX_VALUE, Direction.BACKWARD);
    }

    private KeyValueIterator<Windowed<K>, V> ofKey(K key, long earliestEndMs, long latestStartMs, Direction direction) {
        return scan(SessionBytes.Wanted.ofKey(opened().keyBytes(key), earliestEndMs, latestStartMs), direction);
    }

    private KeyValueIterator<Windowed<K>, V> ofRange(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestEndMs, long latestStartMs, Direction direction) {
        Opened<K, V> store = opened();
        return scan(
                new SessionBytes.Wanted(
                        store.keyBytesOrNull(keyFrom),
                        store.keyBytesOrNull(keyTo),
                        earliestEndMs,
                        Long.MAX_VALUE,
                        latestStartMs),
                direction);
    }

    private KeyValueIterator<Windowed<K>, V> scan(SessionBytes.Wanted wanted, Direction direction) {
        return scan(wanted, direction, opened().held()::valueOf);
    }

    private <X> KeyValueIterator<Windowed<K>, X> scan(
            SessionBytes.Wanted wanted, Direction direction, Function<Object, X> values) {
        Opened<K, V> store = opened();
        HeldCursor cursor = store.bytes().scan(wanted, direction);
        return new CursorIterator<>(cursor, this::ensureOpen, this::windowed, values, StoreOperation.FETCH, meters);
    }

    /** The windowed key of an entry in the buffer. */
    final Windowed<K> windowedOf(Object held) {
        if (held instanceof TimedKey timed) {
            SessionWindow window = new SessionWindow(timed.startMs(), timed.number());
            return new Windowed<>(opened().held().keyOf(timed.key()), window);
        }
        return windowed(((ByteKey) held).bytes());
    }

    /** The windowed key of a stored key. */
    final Windowed<K> windowed(byte[] stored) {
        K key = opened().held().serdes().key(SessionKey.key(stored));
        return new Windowed<>(key, new SessionWindow(SessionKey.startMs(stored), SessionKey.endMs(stored)));
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
    record Opened<K, V>(SessionBytes bytes, Held<K, V> held) {

        byte[] keyBytes(K key) {
            return held.serdes().keyBytes(Objects.requireNonNull(key, "key cannot be null"));
        }

        byte @Nullable [] keyBytesOrNull(@Nullable K key) {
            return key == null ? null : held.serdes().keyBytes(key);
        }
    }
}
