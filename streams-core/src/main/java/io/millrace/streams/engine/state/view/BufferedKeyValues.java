package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/** Bytes in a buffer of ours. */
record BufferedKeyValues(StoreBuffer buffer, StoreHome home) implements KeyValueBytes {

    @Override
    public @Nullable Object get(Object key) {
        return buffer.showsCommitted()
                ? buffer.<@Nullable Object>atOneCommit(() -> buffer.lookup(key))
                : buffer.lookup(key);
    }

    @Override
    public void put(Object key, @Nullable Object value, long timestampMs) {
        buffer.set(key, value, timestampMs);
        home.written();
    }

    @Override
    public ByteCursor scan(KeyRange range, Direction direction) {
        return buffer.showsCommitted()
                ? buffer.openAtOneCommit(() -> buffer.scan(range, direction))
                : buffer.scan(range, direction);
    }

    @Override
    public long approximateEntries() {
        return buffer.approximateEntries();
    }

    @Override
    public Position position() {
        return buffer.position();
    }

    @Override
    public StoreBuffer ours() {
        return buffer;
    }

    @Override
    public void ensureOpen() {
        buffer.ensureOpen();
    }

    @Override
    public boolean isOpen() {
        return buffer.isOpen();
    }

    @Override
    public long currentTimestampMs() {
        return buffer.currentTimestampMs();
    }

    @Override
    public void close() {
        home.close();
    }
}
