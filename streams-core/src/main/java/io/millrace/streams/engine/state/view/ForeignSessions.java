package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.query.Position;
import io.millrace.streams.state.SessionStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a store the user made. Writes go through to it at once; the buffer only remembers what to append to the changelog.
 *
 * @param log null if the changes are logged elsewhere or not at all
 */
record ForeignSessions(
        SessionStore<Bytes, byte[]> store, @Nullable StoreBuffer log) implements SessionBytes {

    @Override
    public byte @Nullable [] get(Object key, long startMs, long endMs) {
        return store.fetchSession(Bytes.wrap(((ByteKey) key).bytes()), startMs, endMs);
    }

    @Override
    @SuppressWarnings("NullAway") // a null value is a removal, as the mirrored interface has it
    public void put(Object key, @Nullable Object value, long startMs, long endMs) {
        byte[] keyBytes = ((ByteKey) key).bytes();
        byte[] valueBytes = (byte[]) value;
        store.put(new Windowed<>(Bytes.wrap(keyBytes), new SessionWindow(startMs, endMs)), valueBytes);
        if (log != null) {
            byte[] logged = WindowKey.toChangelog(SessionKey.stored(0, keyBytes, startMs, endMs));
            log.put(logged, valueBytes, log.currentTimestampMs());
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null bounds mean none, as the mirrored interface has it
    public ByteCursor scan(Wanted wanted, Direction direction) {
        Bytes from = wanted.keyFrom() == null ? null : Bytes.wrap(wanted.keyFrom());
        Bytes to = wanted.keyTo() == null ? null : Bytes.wrap(wanted.keyTo());
        boolean forward = direction == Direction.FORWARD;
        long earliestEndMs = wanted.earliestEndMs();
        long latestStartMs = wanted.latestStartMs();
        var sessions = wanted.isOfOneKey()
                ? forward
                        ? store.findSessions(from, earliestEndMs, latestStartMs)
                        : store.backwardFindSessions(from, earliestEndMs, latestStartMs)
                : forward
                        ? store.findSessions(from, to, earliestEndMs, latestStartMs)
                        : store.backwardFindSessions(from, to, earliestEndMs, latestStartMs);
        return new ForeignCursor<>(
                sessions,
                key -> SessionKey.stored(
                        0, key.key().get(), key.window().start(), key.window().end()),
                stored -> SessionKey.endMs(stored) <= wanted.latestEndMs());
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
    public void close() {
        store.close();
    }
}
