package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/** Sessions in a buffer of ours, segment by segment of their ends. */
record BufferedSessions(StoreBuffer buffer, StoreHome home) implements SessionBytes {

    /** Sessions in a buffer that nobody has used yet. */
    static BufferedSessions in(StoreBuffer buffer, StoreHome home, Held<?, ?> held) {
        Retention retention = buffer.spec().retention();
        buffer.holdAs(new TimedForm(
                held, (key, of) -> SessionKey.stored(retention.segment(of.number()), key, of.startMs(), of.number())));
        return new BufferedSessions(buffer, home);
    }

    @Override
    public @Nullable Object get(Object key, long startMs, long endMs) {
        return buffer.showsCommitted()
                ? buffer.<@Nullable Object>atOneCommit(() -> find(key, startMs, endMs))
                : find(key, startMs, endMs);
    }

    private @Nullable Object find(Object key, long startMs, long endMs) {
        if (endMs < buffer.earliestLiveMs()) {
            buffer.ensureOpen();
            return null;
        }
        return buffer.lookup(new TimedKey(key, startMs, endMs), endMs);
    }

    @Override
    public void put(Object key, @Nullable Object value, long startMs, long endMs) {
        buffer.observe(endMs);
        if (endMs < buffer.earliestLiveMs()) {
            home.dropped("session is older than the store's retention");
            return;
        }
        buffer.set(new TimedKey(key, startMs, endMs), value, buffer.currentTimestampMs(), endMs);
        home.written();
    }

    @Override
    public HeldCursor scan(Wanted wanted, Direction direction) {
        return buffer.showsCommitted()
                ? buffer.openAtOneCommit(() -> opened(wanted, direction))
                : opened(wanted, direction);
    }

    private HeldCursor opened(Wanted wanted, Direction direction) {
        buffer.ensureOpen();
        long earliestEndMs = Math.max(wanted.earliestEndMs(), buffer.earliestLiveMs());
        long latestEndMs = Math.min(wanted.latestEndMs(), buffer.streamTimeMs());
        boolean none = earliestEndMs > latestEndMs;
        HeldCursor cursor = new SegmentCursor(
                buffer.walk(direction, earliestEndMs),
                segment -> range(segment, wanted, earliestEndMs, latestEndMs),
                stored -> isWanted(stored, wanted, earliestEndMs, latestEndMs),
                direction,
                none ? 1 : retention().segment(earliestEndMs),
                none ? 0 : retention().segment(latestEndMs));
        return buffer.spec().backing() == Backing.IN_MEMORY ? new EqualEndsCursor(cursor) : cursor;
    }

    private static KeyRange range(long segment, Wanted wanted, long earliestEndMs, long latestEndMs) {
        byte[] keyFrom = wanted.keyFrom();
        byte[] keyTo = wanted.keyTo();
        if (keyFrom != null && wanted.isOfOneKey()) {
            return KeyRange.closed(
                    SessionKey.stored(segment, keyFrom, 0, earliestEndMs),
                    SessionKey.stored(segment, keyFrom, Long.MAX_VALUE, latestEndMs));
        }
        byte[] from = keyFrom == null ? WindowKey.segmentPrefix(segment) : WindowKey.lowerBound(segment, keyFrom);
        return keyTo == null
                ? new KeyRange(from, WindowKey.segmentPrefix(segment + 1), false)
                : KeyRange.closed(from, SessionKey.upperBound(segment, keyTo, latestEndMs));
    }

    private static boolean isWanted(byte[] stored, Wanted wanted, long earliestEndMs, long latestEndMs) {
        long endMs = SessionKey.endMs(stored);
        byte[] keyFrom = wanted.keyFrom();
        byte[] keyTo = wanted.keyTo();
        return endMs >= earliestEndMs
                && endMs <= latestEndMs
                && SessionKey.startMs(stored) <= wanted.latestStartMs()
                && (keyFrom == null || SessionKey.compareKey(stored, keyFrom) >= 0)
                && (keyTo == null || SessionKey.compareKey(stored, keyTo) <= 0);
    }

    private Retention retention() {
        return buffer.spec().retention();
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
    public void close() {
        home.close();
    }
}
