package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Walks over the segments of a store, one range in each, and leaves out what is not wanted. */
final class SegmentCursor implements ByteCursor {

    private final RangeWalk walk;
    private final LongFunction<KeyRange> ranges;
    private final Predicate<byte[]> wanted;
    private final int step;
    private final long lastSegment;

    /** The segment to go to next. */
    private long nextSegment;

    /**
     * @param walk over the store's ranges
     * @param ranges the range of keys to walk in a segment
     * @param firstSegment lowest segment; none are walked if it is above the last
     */
    SegmentCursor(
            RangeWalk walk,
            LongFunction<KeyRange> ranges,
            Predicate<byte[]> wanted,
            Direction direction,
            long firstSegment,
            long lastSegment) {
        this.walk = walk;
        this.ranges = ranges;
        this.wanted = wanted;
        this.step = direction == Direction.FORWARD ? 1 : -1;
        this.nextSegment = direction == Direction.FORWARD ? firstSegment : lastSegment;
        this.lastSegment = direction == Direction.FORWARD ? lastSegment : firstSegment;
        settle();
    }

    @Override
    public boolean isValid() {
        return walk.isValid();
    }

    @Override
    public byte[] key() {
        return walk.key();
    }

    @Override
    public byte[] value() {
        return walk.value();
    }

    @Override
    public Object held() {
        return walk.held();
    }

    @Override
    public void advance() {
        walk.advance();
        settle();
    }

    @Override
    public void close() {
        nextSegment = lastSegment + step;
        walk.close();
    }

    /** Moves on until on a wanted entry or past the last segment. */
    private void settle() {
        while (true) {
            while (walk.isValid()) {
                if (wanted.test(walk.key())) {
                    return;
                }
                walk.advance();
            }
            if (step * Long.compare(nextSegment, lastSegment) > 0) {
                walk.close();
                return;
            }
            walk.over(ranges.apply(nextSegment));
            nextSegment += step;
        }
    }
}
