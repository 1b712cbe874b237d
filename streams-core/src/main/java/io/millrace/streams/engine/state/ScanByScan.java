package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.ByteStore.Direction;
import org.jspecify.annotations.Nullable;

/** A walk that opens a cursor for each range, and so sees each range as it is when its turn comes. */
final class ScanByScan implements RangeWalk {

    private final Scanned scanned;
    private final Direction direction;
    private @Nullable ByteCursor open;

    ScanByScan(Scanned scanned, Direction direction) {
        this.scanned = scanned;
        this.direction = direction;
    }

    /** What can be scanned. */
    @FunctionalInterface
    interface Scanned {

        ByteCursor scan(KeyRange range, Direction direction);
    }

    @Override
    public void over(KeyRange range) {
        close();
        open = scanned.scan(range, direction);
    }

    @Override
    public boolean isValid() {
        return open != null && open.isValid();
    }

    @Override
    public byte[] key() {
        return current().key();
    }

    @Override
    public byte[] value() {
        return current().value();
    }

    @Override
    public Object held() {
        return current().held();
    }

    @Override
    public void advance() {
        current().advance();
    }

    @Override
    public void close() {
        ByteCursor last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }

    private ByteCursor current() {
        return open == null ? EmptyCursor.INSTANCE : open;
    }
}
