package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a store the user made. Writes go through to it at once; the buffer only remembers what to append to the changelog.
 *
 * @param log null if the changes are logged elsewhere or not at all
 */
record ForeignKeyValues(
        KeyValueStore<Bytes, byte[]> store, @Nullable StoreBuffer log) implements KeyValueBytes {

    @Override
    public byte @Nullable [] get(Object key) {
        return store.get(Bytes.wrap(((ByteKey) key).bytes()));
    }

    @Override
    @SuppressWarnings("NullAway") // a null value is a removal, as the mirrored interface has it
    public void put(Object key, @Nullable Object value, long timestampMs) {
        byte[] bytes = (byte[]) value;
        store.put(Bytes.wrap(((ByteKey) key).bytes()), bytes);
        if (log != null) {
            log.set(key, bytes, timestampMs);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null bounds mean none, as the mirrored interface has it
    public ByteCursor scan(KeyRange range, Direction direction) {
        Bytes from = range.from() == null ? null : Bytes.wrap(range.from());
        Bytes to = range.to() == null ? null : Bytes.wrap(range.to());
        return new ForeignCursor<>(open(from, to, direction), Bytes::get, range::endsAtOrAfter);
    }

    @SuppressWarnings("NullAway") // null bounds mean none, as the mirrored interface has it
    private KeyValueIterator<Bytes, byte[]> open(@Nullable Bytes from, @Nullable Bytes to, Direction direction) {
        if (from == null && to == null) {
            return direction == Direction.FORWARD ? store.all() : store.reverseAll();
        }
        return direction == Direction.FORWARD ? store.range(from, to) : store.reverseRange(from, to);
    }

    @Override
    public long approximateEntries() {
        return store.approximateNumEntries();
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
