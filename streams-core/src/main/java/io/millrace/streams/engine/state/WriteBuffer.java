package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one store since the last commit: cache, transaction and changelog dedupe in one.
 *
 * <p>One thread writes, any thread reads without a lock. The entries live in a map that {@link #startAfresh()} replaces and never
 * clears, and that happens only after the backend has them. So a reader who takes {@link #entries()} first and reads the
 * backend second misses nothing: an entry is in the map it took, in the backend, or in both with the same meaning.
 *
 * <p>Entries carry the sequence number of the write that added their key. A cursor ignores keys added after it was opened, so
 * that a loop which writes what it walks over comes to an end.
 */
final class WriteBuffer {

    /** About what an entry costs on the heap beside its arrays. */
    private static final int ENTRY_OVERHEAD_BYTES = 160;

    private final UncommittedBudget budget;
    private volatile ConcurrentNavigableMap<byte[], Entry> entries = emptyMap();
    private volatile long sequence;
    private long bytes;
    private int undrained;

    WriteBuffer(UncommittedBudget budget) {
        this.budget = budget;
    }

    private static ConcurrentNavigableMap<byte[], Entry> emptyMap() {
        return new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    }

    /** The entries of the moment; a reader takes them before it reads the backend. */
    ConcurrentNavigableMap<byte[], Entry> entries() {
        return entries;
    }

    /** Number of the last write. */
    long sequence() {
        return sequence;
    }

    @Nullable
    Entry find(byte[] key) {
        return entries.get(key);
    }

    /** Adds the first write to a key. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void add(
            byte[] key,
            byte @Nullable [] value,
            byte @Nullable [] oldValue,
            long timestampMs,
            @Nullable RecordOrigin origin) {
        long number = ++sequence;
        entries.put(key, new Entry(key, number, value, oldValue, timestampMs, origin));
        undrained++;
        account((long) ENTRY_OVERHEAD_BYTES + key.length + length(value) + length(oldValue) + weight(origin));
    }

    /** Replaces what an earlier write to the same key left. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void replace(Entry entry, byte @Nullable [] value, long timestampMs, @Nullable RecordOrigin origin) {
        long before = entry.heldBytes();
        if (entry.drained) {
            entry.oldValue = origin == null ? null : entry.value;
            entry.drained = false;
            undrained++;
        }
        entry.value = value;
        entry.timestampMs = timestampMs;
        entry.origin = origin;
        entry.lastSequence = ++sequence;
        account(entry.heldBytes() - before);
    }

    /** Entries that no drain has seen, in the order of their last writes. */
    List<Entry> undrained() {
        List<Entry> found = new ArrayList<>(undrained);
        for (Entry entry : entries.values()) {
            if (!entry.drained) {
                found.add(entry);
            }
        }
        found.sort(Comparator.comparingLong(entry -> entry.lastSequence));
        return found;
    }

    /** Notes that a drain took this entry; from now on a write to its key is news again. */
    void drained(Entry entry) {
        entry.drained = true;
        undrained--;
    }

    boolean hasUndrained() {
        return undrained > 0;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
    }

    /** Forgets everything, by way of a new map: readers may still hold the old one. */
    void startAfresh() {
        entries = emptyMap();
        undrained = 0;
        account(-bytes);
    }

    /** An empty buffer leaves the budget alone: while its store is restored, the thread is not the one that owns the budget. */
    private void account(long change) {
        if (change != 0) {
            bytes += change;
            budget.add(change);
        }
    }

    private static int length(byte @Nullable [] array) {
        return array == null ? 0 : array.length;
    }

    private static int weight(@Nullable RecordOrigin origin) {
        return origin == null ? 0 : length(origin.rawKey()) + length(origin.rawValue());
    }

    /** The last write to a key. Only the value is for other threads to read. */
    static final class Entry {

        final byte[] key;
        final long firstSequence;
        volatile byte @Nullable [] value;
        byte @Nullable [] oldValue;
        long timestampMs;
        long lastSequence;

        @Nullable
        RecordOrigin origin;

        boolean drained;

        private Entry(
                byte[] key,
                long sequence,
                byte @Nullable [] value,
                byte @Nullable [] oldValue,
                long timestampMs,
                @Nullable RecordOrigin origin) {
            this.key = key;
            this.firstSequence = sequence;
            this.lastSequence = sequence;
            this.value = value;
            this.oldValue = oldValue;
            this.timestampMs = timestampMs;
            this.origin = origin;
        }

        private long heldBytes() {
            return (long) length(value) + length(oldValue) + weight(origin);
        }
    }
}
