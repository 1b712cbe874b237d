package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.ByteStore.Direction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/** The entries of a backend with those of a write buffer laid over them, in key order, removed keys left out. */
final class MergedCursor implements ByteCursor {

    private final Iterator<WriteBuffer.Entry> buffered;
    private final ByteCursor stored;
    private final long asOf;
    private final int sign;
    private WriteBuffer.@Nullable Entry nextBuffered;
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    /**
     * @param entries taken from the buffer before the stored cursor was opened
     * @param asOf keys added to the buffer by a later write are ignored
     */
    MergedCursor(
            ConcurrentNavigableMap<byte[], WriteBuffer.Entry> entries,
            ByteCursor stored,
            KeyRange range,
            Direction direction,
            long asOf) {
        var inRange = range.of(entries);
        this.buffered = (direction == Direction.FORWARD ? inRange : inRange.descendingMap())
                .values()
                .iterator();
        this.stored = stored;
        this.asOf = asOf;
        this.sign = direction == Direction.FORWARD ? 1 : -1;
        this.nextBuffered = pollBuffered();
        settle();
    }

    @Override
    public boolean isValid() {
        return key != null;
    }

    @Override
    public byte[] key() {
        return onEntry(key);
    }

    @Override
    public byte[] value() {
        return onEntry(value);
    }

    @Override
    public void advance() {
        onEntry(key);
        settle();
    }

    @Override
    public void close() {
        key = null;
        value = null;
        stored.close();
    }

    /** Moves on to the next entry that has a value. */
    private void settle() {
        key = null;
        value = null;
        while (key == null && (nextBuffered != null || stored.isValid())) {
            WriteBuffer.Entry entry = nextBuffered;
            int order = entry == null ? 1 : !stored.isValid() ? -1 : sign * compare(entry.key, stored.key());
            if (order > 0 || entry == null) {
                key = stored.key();
                value = stored.value();
                stored.advance();
                continue;
            }
            if (order == 0) {
                stored.advance();
            }
            byte[] current = entry.value;
            if (current != null) {
                key = entry.key;
                value = current;
            }
            nextBuffered = pollBuffered();
        }
    }

    private WriteBuffer.@Nullable Entry pollBuffered() {
        while (buffered.hasNext()) {
            WriteBuffer.Entry entry = buffered.next();
            if (entry.firstSequence <= asOf) {
                return entry;
            }
        }
        return null;
    }

    private static int compare(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right);
    }

    private static byte[] onEntry(byte @Nullable [] part) {
        if (part == null) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return part;
    }
}
