package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** The column of a store that keeps its bytes elsewhere. */
enum NoColumn implements ByteStore {
    INSTANCE;

    @Override
    public byte @Nullable [] get(byte[] key) {
        return null;
    }

    @Override
    public ByteCursor scan(KeyRange range, Direction direction) {
        return EmptyCursor.INSTANCE;
    }

    @Override
    public RangeWalk walk(Direction direction) {
        return new ScanByScan(this::scan, direction);
    }

    @Override
    public long approximateEntries() {
        return 0;
    }
}
