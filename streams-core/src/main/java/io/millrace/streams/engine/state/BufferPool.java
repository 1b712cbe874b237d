package io.millrace.streams.engine.state;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The bytes that all workers of a process may hold in entries of their stores on the heap. Each gets an equal part, which changes when
 * workers come and go: so none has to ask the others when it writes. Any thread may use it.
 */
public final class BufferPool {

    /** A worker that commits after every few records helps nobody; so the part of one does not get smaller than this. */
    static final long MIN_PART_BYTES = 1L << 20;

    private final long limitBytes;
    private final Set<UncommittedBudget> parts = new LinkedHashSet<>();

    /** A pool of so many bytes. */
    public BufferPool(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Adds a worker. */
    public synchronized UncommittedBudget join() {
        UncommittedBudget part = new UncommittedBudget(limitBytes);
        parts.add(part);
        divide();
        return part;
    }

    /** Takes a worker out; the others may hold more from now on. */
    public synchronized void leave(UncommittedBudget part) {
        if (parts.remove(part)) {
            divide();
        }
    }

    private void divide() {
        long each = parts.isEmpty() ? limitBytes : Math.max(MIN_PART_BYTES, limitBytes / parts.size());
        parts.forEach(part -> part.limitTo(each));
    }

    /** What all hold now, changes and entries that are only kept for the next reader. */
    public synchronized long usedBytes() {
        long used = 0;
        for (UncommittedBudget part : parts) {
            used += part.usedBytes() + part.keptBytes();
        }
        return used;
    }

    /** What all may hold. */
    public long limitBytes() {
        return limitBytes;
    }
}
