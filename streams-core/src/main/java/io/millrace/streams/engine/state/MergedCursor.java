package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.ByteStore.Direction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of a backend with those of a write buffer laid over them, in key order, removed keys left out. */
final class MergedCursor implements ByteCursor {

    private final Iterator<Map.Entry<byte[], WriteBuffer.Entry>> buffered;
    private final ByteCursor stored;
    private final HeldForm form;
    private final int sign;
    private Map.@Nullable Entry<byte[], WriteBuffer.Entry> nextBuffered;
    private byte @Nullable [] key;

    /** What the buffer holds, or null if the entry is the backend's. */
    private @Nullable Object held;

    private byte @Nullable [] storedValue;

    /** @param buffered the entries of the buffer, taken before the stored cursor was opened */
    MergedCursor(
            Iterator<Map.Entry<byte[], WriteBuffer.Entry>> buffered,
            ByteCursor stored,
            HeldForm form,
            Direction direction) {
        this.buffered = buffered;
        this.stored = stored;
        this.form = form;
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
        Object current = held;
        return current == null ? onEntry(storedValue) : form.valueBytes(current);
    }

    @Override
    public Object held() {
        Object current = held;
        return current == null ? form.held(onEntry(storedValue)) : current;
    }

    @Override
    public void advance() {
        onEntry(key);
        settle();
    }

    @Override
    public void close() {
        clear();
        stored.close();
    }

    private void clear() {
        key = null;
        held = null;
        storedValue = null;
    }

    /** Moves on to the next entry that has a value. */
    private void settle() {
        clear();
        while (key == null && (nextBuffered != null || stored.isValid())) {
            Map.Entry<byte[], WriteBuffer.Entry> entry = nextBuffered;
            int order = entry == null ? 1 : !stored.isValid() ? -1 : sign * compare(entry.getKey(), stored.key());
            if (order > 0 || entry == null) {
                key = stored.key();
                storedValue = stored.value();
                stored.advance();
                continue;
            }
            if (order == 0) {
                stored.advance();
            }
            Object current = entry.getValue().value();
            if (current != null) {
                key = entry.getKey();
                held = current;
            }
            nextBuffered = pollBuffered();
        }
    }

    private Map.@Nullable Entry<byte[], WriteBuffer.Entry> pollBuffered() {
        return buffered.hasNext() ? buffered.next() : null;
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
