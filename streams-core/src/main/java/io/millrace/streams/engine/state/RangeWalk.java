package io.millrace.streams.engine.state;

/** A cursor over one range after the other, all in the same direction. It is on no entry before the first range. */
public interface RangeWalk extends ByteCursor {

    /** Goes to the first entry of a range, seen in the direction of the walk. */
    void over(KeyRange range);
}
