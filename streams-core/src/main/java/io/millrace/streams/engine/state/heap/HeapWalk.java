package io.millrace.streams.engine.state.heap;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a sorted map as it was at the beginning, while it changes. Whoever changes a key first tells the walk what was there;
 * the walk looks at the map first and at what it was told second, so that nothing new is taken for old.
 */
final class HeapWalk implements RangeWalk {

    /** What was there of a key that was not. */
    private static final byte[] NOTHING = new byte[0];

    private final NavigableMap<byte[], byte[]> entries;
    private final ConcurrentSkipListMap<byte[], byte[]> before = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private final Direction direction;
    private final Consumer<HeapWalk> closing;
    private @Nullable NavigableMap<byte[], byte[]> entriesInRange;
    private @Nullable NavigableMap<byte[], byte[]> beforeInRange;
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    /** @param closing told when nobody needs to tell the walk of changes any more */
    HeapWalk(NavigableMap<byte[], byte[]> entries, Direction direction, Consumer<HeapWalk> closing) {
        this.entries = entries;
        this.direction = direction;
        this.closing = closing;
    }

    /** Called by the writer before it changes a key. */
    void changes(byte[] changed, byte @Nullable [] valueBefore) {
        before.putIfAbsent(changed, valueBefore == null ? NOTHING : valueBefore);
    }

    @Override
    public void over(KeyRange range) {
        key = null;
        value = null;
        entriesInRange = range.isEmpty() ? null : directed(range.of(entries));
        beforeInRange = range.isEmpty() ? null : directed(range.of(before));
        step();
    }

    private NavigableMap<byte[], byte[]> directed(NavigableMap<byte[], byte[]> map) {
        return direction == Direction.FORWARD ? map : map.descendingMap();
    }

    private void step() {
        NavigableMap<byte[], byte[]> current = entriesInRange;
        NavigableMap<byte[], byte[]> told = beforeInRange;
        byte[] position = key;
        key = null;
        value = null;
        if (current == null || told == null) {
            return;
        }
        while (true) {
            Map.Entry<byte[], byte[]> next = after(current, position);
            Map.Entry<byte[], byte[]> nextTold = after(told, position);
            Map.Entry<byte[], byte[]> entry = next;
            if (nextTold != null && (next == null || order(nextTold.getKey(), next.getKey()) <= 0)) {
                entry = nextTold;
            }
            if (entry == null) {
                return;
            }
            position = entry.getKey();
            if (entry.getValue() != NOTHING) {
                key = position;
                value = entry.getValue();
                return;
            }
        }
    }

    private static Map.@Nullable Entry<byte[], byte[]> after(
            NavigableMap<byte[], byte[]> map, byte @Nullable [] position) {
        return position == null ? map.firstEntry() : map.higherEntry(position);
    }

    private int order(byte[] left, byte[] right) {
        int order = Arrays.compareUnsigned(left, right);
        return direction == Direction.FORWARD ? order : -order;
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
        step();
    }

    @Override
    public void close() {
        key = null;
        value = null;
        entriesInRange = null;
        beforeInRange = null;
        closing.accept(this);
    }

    private static byte[] onEntry(byte @Nullable [] part) {
        if (part == null) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return part;
    }
}
