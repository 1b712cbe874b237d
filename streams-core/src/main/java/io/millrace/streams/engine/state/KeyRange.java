package io.millrace.streams.engine.state;

import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A range of raw keys.
 *
 * @param from first key, included; null for the first there is
 * @param to last key; null for the last there is
 * @param toIncluded whether the last key belongs to the range
 */
public record KeyRange(byte @Nullable [] from, byte @Nullable [] to, boolean toIncluded) {

    /** Every key. */
    public static final KeyRange ALL = new KeyRange(null, null, false);

    /** From one key to another, both included, null for no bound. */
    public static KeyRange closed(byte @Nullable [] from, byte @Nullable [] to) {
        return new KeyRange(from, to, true);
    }

    /** All keys that start with these bytes. */
    public static KeyRange prefix(byte[] prefix) {
        return new KeyRange(prefix, successor(prefix), false);
    }

    /** Whether no key can be in the range. */
    public boolean isEmpty() {
        if (from == null || to == null) {
            return false;
        }
        int order = Arrays.compareUnsigned(from, to);
        return order > 0 || (order == 0 && !toIncluded);
    }

    /** Whether the key is not past the end of the range. */
    public boolean endsAtOrAfter(byte[] key) {
        if (to == null) {
            return true;
        }
        int order = Arrays.compareUnsigned(key, to);
        return order < 0 || (order == 0 && toIncluded);
    }

    /** Whether the key is not before the start of the range. */
    public boolean startsAtOrBefore(byte[] key) {
        return from == null || Arrays.compareUnsigned(key, from) >= 0;
    }

    /** The part of a map that is in the range; the range must not be empty. */
    public <V> NavigableMap<byte[], V> of(NavigableMap<byte[], V> map) {
        if (from == null) {
            return to == null ? map : map.headMap(to, toIncluded);
        }
        return to == null ? map.tailMap(from, true) : map.subMap(from, true, to, toIncluded);
    }

    /** The first key after all those that start with these bytes, null if there is none. */
    static byte @Nullable [] successor(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }
}
