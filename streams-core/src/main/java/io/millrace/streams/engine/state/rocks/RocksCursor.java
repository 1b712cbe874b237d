package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.RangeWalk;
import io.millrace.streams.errors.InvalidStateStoreException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A native iterator over the state of the moment it was opened. The lock is the cursor itself: it keeps the owner of the database,
 * who closes what is open, and the reader apart.
 */
final class RocksCursor implements RangeWalk {

    private final RocksBackend backend;
    private final SpareIterators.Opened opened;
    private final RocksIterator iterator;
    private final Direction direction;
    private KeyRange range = KeyRange.ALL;
    private byte @Nullable [] key;
    private boolean released;
    private boolean closed;

    RocksCursor(RocksBackend backend, SpareIterators.Opened opened, Direction direction) {
        this.backend = backend;
        this.opened = opened;
        this.iterator = opened.iterator();
        this.direction = direction;
    }

    @Override
    public synchronized void over(KeyRange next) {
        ensureOpen();
        range = next;
        if (closed || range.isEmpty()) {
            key = null;
            return;
        }
        byte[] from = range.from();
        byte[] to = range.to();
        if (direction == Direction.FORWARD) {
            if (from == null) {
                iterator.seekToFirst();
            } else {
                iterator.seek(from);
            }
        } else if (to == null) {
            iterator.seekToLast();
        } else {
            iterator.seekForPrev(to);
            if (!range.toIncluded() && iterator.isValid() && Arrays.equals(iterator.key(), to)) {
                iterator.prev();
            }
        }
        settle();
    }

    @Override
    public synchronized boolean isValid() {
        ensureOpen();
        return key != null;
    }

    @Override
    public synchronized byte[] key() {
        ensureOpen();
        return onEntry();
    }

    @Override
    public synchronized byte[] value() {
        ensureOpen();
        onEntry();
        return iterator.value();
    }

    @Override
    public synchronized void advance() {
        ensureOpen();
        onEntry();
        if (direction == Direction.FORWARD) {
            iterator.next();
        } else {
            iterator.prev();
        }
        settle();
    }

    @Override
    public void close() {
        closeOnce();
        backend.closed(this);
    }

    private synchronized void closeOnce() {
        closed = true;
        release();
    }

    /** Frees the iterator because the database closes; the reader is told when it comes back. */
    synchronized void release() {
        if (!released) {
            released = true;
            key = null;
            backend.iterators().giveBack(opened);
        }
    }

    private void settle() {
        key = null;
        if (iterator.isValid()) {
            byte[] candidate = iterator.key();
            boolean inRange =
                    direction == Direction.FORWARD ? range.endsAtOrAfter(candidate) : range.startsAtOrBefore(candidate);
            key = inRange ? candidate : null;
            return;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw backend.failed("read on", e);
        }
    }

    private void ensureOpen() {
        if (released && !closed) {
            throw new InvalidStateStoreException(
                    "The store was closed while it was iterated over: its task moved to another"
                            + " instance or thread, or the application is stopping. Look the store up again.");
        }
    }

    private byte[] onEntry() {
        byte[] current = key;
        if (current == null) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return current;
    }
}
