package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.query.Position;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Windows in a buffer of ours, segment by segment. */
final class BufferedWindows implements WindowBytes {

    private final StoreBuffer buffer;
    private final StoreHome home;
    private final Retention retention;

    BufferedWindows(StoreBuffer buffer, StoreHome home, Held<?, ?> held) {
        this.buffer = buffer;
        this.home = home;
        this.retention = buffer.spec().retention();
        buffer.holdAs(new TimedForm(
                held,
                (key, of) -> WindowKey.stored(retention.segment(of.startMs()), key, of.startMs(), (int) of.number())));
    }

    StoreBuffer buffer() {
        return buffer;
    }

    @Override
    public @Nullable Object get(Object key, long startMs) {
        return buffer.showsCommitted()
                ? buffer.<@Nullable Object>atOneCommit(() -> find(key, startMs))
                : find(key, startMs);
    }

    private @Nullable Object find(Object key, long startMs) {
        if (startMs < buffer.earliestLiveMs()) {
            buffer.ensureOpen();
            return null;
        }
        // Of a store of all records the one written last can be read singly, as in Kafka Streams' stores on disk.
        boolean last = retention.retainDuplicates() && buffer.spec().backing() == Backing.PERSISTENT;
        int sequence = last ? buffer.sequenceOfRecords() : 0;
        return buffer.lookup(new TimedKey(key, startMs, sequence), startMs);
    }

    @Override
    public void put(Object key, @Nullable Object value, long startMs, long timestampMs) {
        boolean duplicates = retention.retainDuplicates();
        if (value == null && duplicates) {
            // There may be many values, and nothing says which one is meant. Like in Kafka Streams, only a store in
            // memory ages by it.
            buffer.ensureOpen();
            if (buffer.spec().backing() == Backing.IN_MEMORY) {
                buffer.observe(startMs);
                home.written();
            }
            return;
        }
        buffer.observe(startMs);
        if (startMs < buffer.earliestLiveMs()) {
            home.dropped("window is older than the store's retention");
            return;
        }
        int sequence = duplicates ? buffer.nextSequenceOfRecords() : 0;
        buffer.set(new TimedKey(key, startMs, sequence), value, timestampMs, startMs);
        home.written();
    }

    @Override
    public ByteCursor scan(byte[] key, long fromMs, long toMs, Direction direction) {
        return opened(() -> ofKey(key, bounds(fromMs, toMs), direction));
    }

    private ByteCursor ofKey(byte[] key, Bounds bounds, Direction direction) {
        return cursor(
                bounds,
                segment -> KeyRange.closed(
                        WindowKey.stored(segment, key, bounds.fromMs, 0),
                        WindowKey.stored(segment, key, bounds.toMs, Integer.MAX_VALUE)),
                // A longer key that starts with this one may lie between two windows of this one.
                stored -> WindowKey.isOf(stored, key),
                direction);
    }

    @Override
    public ByteCursor scanRange(
            byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long fromMs, long toMs, Direction direction) {
        return opened(() -> ofRange(keyFrom, keyTo, bounds(fromMs, toMs), direction));
    }

    private ByteCursor ofRange(byte @Nullable [] keyFrom, byte @Nullable [] keyTo, Bounds bounds, Direction direction) {
        return cursor(
                bounds,
                segment -> segmentRange(segment, keyFrom, keyTo, bounds.toMs),
                stored -> bounds.contains(WindowKey.startMs(stored))
                        && (keyFrom == null || WindowKey.compareKey(stored, keyFrom) >= 0)
                        && (keyTo == null || WindowKey.compareKey(stored, keyTo) <= 0),
                direction);
    }

    private ByteCursor opened(Supplier<ByteCursor> opening) {
        return buffer.showsCommitted() ? buffer.openAtOneCommit(opening) : opening.get();
    }

    private static KeyRange segmentRange(
            long segment, byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long latestStartMs) {
        byte[] from = keyFrom == null ? WindowKey.segmentPrefix(segment) : WindowKey.lowerBound(segment, keyFrom);
        return keyTo == null
                ? new KeyRange(from, WindowKey.segmentPrefix(segment + 1), false)
                : KeyRange.closed(from, WindowKey.upperBound(segment, keyTo, latestStartMs));
    }

    /** The part of a time range that can hold windows: not expired, not after the latest one. */
    private Bounds bounds(long fromMs, long toMs) {
        return new Bounds(Math.max(fromMs, buffer.earliestLiveMs()), Math.min(toMs, buffer.streamTimeMs()));
    }

    private ByteCursor cursor(
            Bounds bounds, LongFunction<KeyRange> ranges, Predicate<byte[]> wanted, Direction direction) {
        buffer.ensureOpen();
        RangeWalk walk = buffer.walk(direction, bounds.fromMs);
        if (bounds.isEmpty()) {
            return new SegmentCursor(walk, ranges, wanted, direction, 1, 0);
        }
        return new SegmentCursor(
                walk, ranges, wanted, direction, retention.segment(bounds.fromMs), retention.segment(bounds.toMs));
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

    private record Bounds(long fromMs, long toMs) {

        boolean isEmpty() {
            return fromMs > toMs;
        }

        boolean contains(long timeMs) {
            return timeMs >= fromMs && timeMs <= toMs;
        }
    }
}
