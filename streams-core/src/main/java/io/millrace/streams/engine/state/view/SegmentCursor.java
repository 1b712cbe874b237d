package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks over the segments of a store, one range in each, and leaves out what is not wanted. */
final class SegmentCursor implements ByteCursor {

    private final StoreBuffer buffer;
    private final LongFunction<KeyRange> ranges;
    private final Predicate<byte[]> wanted;
    private final Direction direction;
    private final long asOf;
    private final int step;
    private final long lastSegment;

    /** The segment to open next. */
    private long nextSegment;

    private @Nullable ByteCursor current;

    /**
     * @param ranges the range of keys to walk in a segment
     * @param firstSegment lowest segment; none are walked if it is above the last
     */
    SegmentCursor(
            StoreBuffer buffer,
            LongFunction<KeyRange> ranges,
            Predicate<byte[]> wanted,
            Direction direction,
            long firstSegment,
            long lastSegment) {
        this.buffer = buffer;
        this.ranges = ranges;
        this.wanted = wanted;
        this.direction = direction;
        this.asOf = buffer.sequence();
        this.step = direction == Direction.FORWARD ? 1 : -1;
        this.nextSegment = direction == Direction.FORWARD ? firstSegment : lastSegment;
        this.lastSegment = direction == Direction.FORWARD ? lastSegment : firstSegment;
        settle();
    }

    @Override
    public boolean isValid() {
        return current != null && current.isValid();
    }

    @Override
    public byte[] key() {
        return onEntry().key();
    }

    @Override
    public byte[] value() {
        return onEntry().value();
    }

    @Override
    public Object held() {
        return onEntry().held();
    }

    @Override
    public void advance() {
        onEntry().advance();
        settle();
    }

    @Override
    public void close() {
        ByteCursor open = current;
        current = null;
        nextSegment = lastSegment + step;
        if (open != null) {
            open.close();
        }
    }

    /** Moves on until on a wanted entry or past the last segment. */
    private void settle() {
        while (true) {
            ByteCursor cursor = current;
            if (cursor != null) {
                while (cursor.isValid() && !wanted.test(cursor.key())) {
                    cursor.advance();
                }
                if (cursor.isValid()) {
                    return;
                }
                cursor.close();
                current = null;
            }
            if (step * Long.compare(nextSegment, lastSegment) > 0) {
                return;
            }
            current = buffer.scan(ranges.apply(nextSegment), direction, asOf);
            nextSegment += step;
        }
    }

    private ByteCursor onEntry() {
        ByteCursor cursor = current;
        if (cursor == null) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return cursor;
    }
}
