package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.query.Position;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Windows in a store the user made. Writes go through to it at once; the buffer only remembers what to append to the changelog.
 */
final class ForeignWindows implements WindowBytes {

    private final WindowStore<Bytes, byte[]> store;
    private final @Nullable StoreBuffer log;
    private final boolean retainDuplicates;
    private int sequence;

    /** @param log null if the changes are logged elsewhere or not at all */
    ForeignWindows(WindowStore<Bytes, byte[]> store, @Nullable StoreBuffer log, boolean retainDuplicates) {
        this.store = store;
        this.log = log;
        this.retainDuplicates = retainDuplicates;
    }

    @Override
    public byte @Nullable [] get(Object key, long startMs) {
        return store.fetch(Bytes.wrap(((ByteKey) key).bytes()), startMs);
    }

    @Override
    @SuppressWarnings("NullAway") // a null value is a removal, as the mirrored interface has it
    public void put(Object key, @Nullable Object value, long startMs, long timestampMs) {
        byte[] keyBytes = ((ByteKey) key).bytes();
        byte[] valueBytes = (byte[]) value;
        store.put(Bytes.wrap(keyBytes), valueBytes, startMs);
        if (log == null || (value == null && retainDuplicates)) {
            return;
        }
        if (retainDuplicates) {
            sequence = (sequence + 1) & Integer.MAX_VALUE;
        }
        log.put(WindowKey.changelog(keyBytes, startMs, sequence), valueBytes, timestampMs);
    }

    @Override
    public ByteCursor scan(byte[] key, long fromMs, long toMs, Direction direction) {
        Bytes wrapped = Bytes.wrap(key);
        var windows = direction == Direction.FORWARD
                ? store.fetch(wrapped, fromMs, toMs)
                : store.backwardFetch(wrapped, fromMs, toMs);
        return new ForeignCursor<>(windows, startMs -> WindowKey.stored(0, key, startMs, 0), stored -> true);
    }

    @Override
    @SuppressWarnings("NullAway") // null bounds mean none, as the mirrored interface has it
    public ByteCursor scanRange(
            byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long fromMs, long toMs, Direction direction) {
        Bytes from = keyFrom == null ? null : Bytes.wrap(keyFrom);
        Bytes to = keyTo == null ? null : Bytes.wrap(keyTo);
        boolean forward = direction == Direction.FORWARD;
        KeyValueIterator<Windowed<Bytes>, byte[]> windows;
        if (from == null && to == null) {
            windows = forward ? store.fetchAll(fromMs, toMs) : store.backwardFetchAll(fromMs, toMs);
        } else {
            windows = forward ? store.fetch(from, to, fromMs, toMs) : store.backwardFetch(from, to, fromMs, toMs);
        }
        return new ForeignCursor<>(
                windows,
                key -> WindowKey.stored(0, key.key().get(), key.window().start(), 0),
                stored -> true);
    }

    @Override
    public Position position() {
        return log == null ? store.getPosition() : log.position();
    }

    @Override
    public void ensureOpen() {
        if (!store.isOpen()) {
            throw ClosedStore.of(store.name());
        }
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public long currentTimestampMs() {
        return log == null ? 0 : log.currentTimestampMs();
    }

    @Override
    public void close() {
        store.close();
    }
}
