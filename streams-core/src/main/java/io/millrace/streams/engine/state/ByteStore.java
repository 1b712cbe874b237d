package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** One store's column in a backend, for reading. Any thread may read. Keys are ordered as unsigned bytes. */
public interface ByteStore {

    /** The value of a key, null if there is none. The array belongs to the caller, who must not change it. */
    byte @Nullable [] get(byte[] key);

    /** The same for the owner thread, for which the row may be kept at hand. */
    default byte @Nullable [] getAsOwner(byte[] key) {
        return get(key);
    }

    /** Opens a cursor on the keys of a range. */
    ByteCursor scan(KeyRange range, Direction direction);

    /** Opens a walk over the entries as they are now: what is written later is not seen. */
    RangeWalk walk(Direction direction);

    /** About how many keys there are. */
    long approximateEntries();

    /** Which way a cursor goes. */
    enum Direction {
        FORWARD,
        BACKWARD
    }
}
