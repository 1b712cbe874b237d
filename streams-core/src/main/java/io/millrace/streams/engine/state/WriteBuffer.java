package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.state.ByteStore.Direction;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one store since the last commit, and entries of the store that are kept because they may be wanted again: cache,
 * transaction and changelog dedupe in one.
 *
 * <p>Entries are found by hash. The changed ones are also in the order of their bytes while somebody walks over ranges: for a
 * store whose ranges are read all the time from the beginning, for others from the first time until a commit interval passes
 * without.
 *
 * <p>One thread writes, any thread reads without a lock. An entry counts as changed until the backend has it, so a reader who
 * looks here first and into the backend second misses nothing. Entries carry the number of the write that changed them first. A
 * cursor ignores entries changed after it was opened, so that a loop which writes what it walks over comes to an end.
 */
final class WriteBuffer implements UncommittedBudget.Keeper {

    /** About what an entry costs on the heap beside its key, its values and its origin. */
    private static final int ENTRY_OVERHEAD_BYTES = 152;

    /** How many kept entries give way to one that is added, if they must. */
    private static final int EVICTIONS_PER_ENTRY = 2;

    /** How many entries are looked at to find one that can go. */
    private static final int MAX_STEPS = 16;

    private static final VarHandle SEQUENCE;
    private static final VarHandle VALUE;
    private static final VarHandle VERSION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SEQUENCE = lookup.findVarHandle(WriteBuffer.class, "sequence", long.class);
            VALUE = lookup.findVarHandle(Entry.class, "value", Object.class);
            VERSION = lookup.findVarHandle(Entry.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final Comparator<Entry> BY_LAST_WRITE = Comparator.comparingLong(entry -> entry.lastSequence);

    private static final Comparator<Entry> BY_KEY = (left, right) -> {
        int order = Long.compareUnsigned(left.prefix, right.prefix);
        if (order == 0) {
            order = Arrays.compareUnsigned(left.keyBytes(), right.keyBytes());
        }
        return order == 0 ? Long.compare(left.lastSequence, right.lastSequence) : order;
    };

    private final UncommittedBudget budget;
    private final HeldForm form;
    private final boolean alwaysOrdered;
    private final boolean keepsEntries;

    private volatile ConcurrentMap<Object, Entry> entries = new ConcurrentHashMap<>();

    /** The changed entries by their bytes, null while nobody asks. */
    private volatile @Nullable ConcurrentNavigableMap<byte[], Entry> ordered;

    /** Whether somebody walked over a range since the last commit. */
    private volatile boolean walked;

    private long sequence;
    private List<Entry> changed = new ArrayList<>();
    private List<Entry> undrained = new ArrayList<>();
    private Iterator<Entry> hand = Collections.emptyIterator();
    private long changedBytes;
    private long keptBytes;

    /**
     * @param alwaysOrdered whether ranges are read all the time
     * @param keepsEntries whether entries stay after a commit
     */
    WriteBuffer(UncommittedBudget budget, HeldForm form, boolean alwaysOrdered, boolean keepsEntries) {
        this.budget = budget;
        this.form = form;
        this.alwaysOrdered = alwaysOrdered;
        this.keepsEntries = keepsEntries;
        this.ordered = alwaysOrdered ? emptyOrder() : null;
    }

    private static ConcurrentNavigableMap<byte[], Entry> emptyOrder() {
        return new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    }

    HeldForm form() {
        return form;
    }

    /** Number of the last write. */
    long sequence() {
        return (long) SEQUENCE.getAcquire(this);
    }

    @Nullable
    Entry find(Object key) {
        return entries.get(key);
    }

    /**
     * What another thread than the writer finds. An entry counts from its number on, so that whoever found it here finds it in a range
     * next.
     */
    @Nullable
    Entry findFromOutside(Object key) {
        Entry entry = entries.get(key);
        return entry == null || entry.firstSequence > sequence() ? null : entry;
    }

    /** Keeps what was read from the backend, if there is room; a null value says that the key is not there. */
    void keep(Object key, @Nullable Object value) {
        if (!keepsEntries) {
            return;
        }
        makeRoom();
        if (!budget.isExceeded()) {
            Entry entry = new Entry(form, key, value);
            entry.asked = true;
            entries.put(key, entry);
            accountKept(entry.weigh(value));
        }
    }

    /**
     * Writes a key that is not here.
     *
     * @param asked whether somebody asked for the key before, and so may again
     */
    void add(
            Object key,
            @Nullable Object value,
            @Nullable Object oldValue,
            long timestampMs,
            @Nullable RecordOrigin origin,
            boolean asked) {
        budget.keyChanged();
        change(key, value, oldValue, timestampMs, origin, asked);
    }

    private void change(
            Object key,
            @Nullable Object value,
            @Nullable Object oldValue,
            long timestampMs,
            @Nullable RecordOrigin origin,
            boolean asked) {
        Entry entry = new Entry(form, key, value);
        entry.asked = asked;
        entry.oldValue = oldValue;
        entry.timestampMs = timestampMs;
        entry.keepOrigin(origin);
        entry.firstSequence = sequence + 1;
        entry.lastSequence = entry.firstSequence;
        entry.drained = false;
        entry.changed = true;
        undrained.add(entry);
        changed.add(entry);
        order(entry);
        entries.put(key, entry);
        nextSequence();
        account(entry.weigh(value));
        makeRoom();
    }

    private void order(Entry entry) {
        ConcurrentNavigableMap<byte[], Entry> order = ordered;
        if (order != null) {
            order.put(entry.keyBytes(), entry);
        } else if (walked) {
            orderChanges();
        }
    }

    private ConcurrentNavigableMap<byte[], Entry> orderChanges() {
        ConcurrentNavigableMap<byte[], Entry> order = emptyOrder();
        for (Entry entry : changed) {
            order.put(entry.keyBytes(), entry);
        }
        ordered = order;
        return order;
    }

    /** Writes a key that is here. */
    void replace(Entry entry, @Nullable Object value, long timestampMs, @Nullable RecordOrigin origin) {
        if (!entry.changed) {
            // A new entry, because a reader who took the old one as it was may have a backend without its value.
            accountKept(-entry.weight);
            budget.writeRepeated();
            change(entry.key, value, origin == null ? null : entry.value(), timestampMs, origin, true);
            return;
        }
        if (walked && ordered == null) {
            orderChanges();
        }
        if (entry.drained) {
            entry.oldValue = origin == null ? null : entry.value();
            entry.drained = false;
            undrained.add(entry);
        }
        entry.become(value);
        entry.valueBytes = null;
        entry.timestampMs = timestampMs;
        entry.keepOrigin(origin);
        entry.lastSequence = nextSequence();
        budget.writeRepeated();
        long before = entry.weight;
        account(entry.weigh(value) - before);
    }

    private long nextSequence() {
        long next = sequence + 1;
        SEQUENCE.setRelease(this, next);
        return next;
    }

    /** The changed entries of a range by their bytes, without those changed first by a later write than this. */
    Iterator<Map.Entry<byte[], Entry>> inRange(KeyRange range, Direction direction, long asOf, boolean isWriter) {
        walked = true;
        NavigableMap<byte[], Entry> order = ordered;
        if (order == null) {
            order = isWriter ? orderChanges() : snapshot(range);
        }
        NavigableMap<byte[], Entry> inRange = range.of(order);
        return new EntriesAsOf(
                (direction == Direction.FORWARD ? inRange : inRange.descendingMap())
                        .entrySet()
                        .iterator(),
                asOf);
    }

    /** The changed entries of a range in order, made by a reader for itself because the writer has had no use for the order yet. */
    private NavigableMap<byte[], Entry> snapshot(KeyRange range) {
        NavigableMap<byte[], Entry> sorted = emptyOrder();
        for (Entry entry : entries.values()) {
            if (entry.changed) {
                byte[] key = form.keyBytes(entry.key);
                if (range.startsAtOrBefore(key) && range.endsAtOrAfter(key)) {
                    sorted.put(key, entry);
                }
            }
        }
        return sorted;
    }

    /** The changed entries by their bytes; only of a buffer that is always ordered. */
    NavigableMap<byte[], Entry> ordered() {
        ConcurrentNavigableMap<byte[], Entry> order = ordered;
        if (order == null) {
            throw new IllegalStateException("The buffer is not in order.");
        }
        return order;
    }

    /** The changed entries in the order of their bytes. */
    Collection<Entry> sorted() {
        NavigableMap<byte[], Entry> order = ordered;
        if (order != null) {
            return order.values();
        }
        List<Entry> sorted = new ArrayList<>(changed);
        int common = Integer.MAX_VALUE;
        for (Entry entry : sorted) {
            common = KeyPrefix.common(sorted.get(0).keyBytes(), entry.keyBytes(), common);
        }
        for (Entry entry : sorted) {
            entry.prefix = KeyPrefix.at(entry.keyBytes(), common);
        }
        sorted.sort(BY_KEY);
        return sorted;
    }

    /**
     * Takes the entries that no drain has seen; from now on a write to them is news.
     *
     * @param byLastWrite whether they must come in the order of their last writes
     */
    List<Entry> takeUndrained(boolean byLastWrite) {
        List<Entry> taken = undrained;
        undrained = new ArrayList<>();
        if (byLastWrite) {
            taken.sort(BY_LAST_WRITE);
        }
        return taken;
    }

    boolean hasUndrained() {
        return !undrained.isEmpty();
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** How many keys have changed. */
    int changes() {
        return changed.size();
    }

    /** Bytes of the changes. */
    long bytes() {
        return changedBytes;
    }

    /** Called when the backend has every change. */
    void applied() {
        if (!keepsEntries) {
            clear();
            return;
        }
        startOrder();
        for (Entry entry : changed) {
            account(-entry.weight);
            entry.changed = false;
            entry.oldValue = null;
            entry.keepOrigin(null);
            entry.valueBytes = null;
            if (entry.asked) {
                accountKept(entry.weigh(entry.value()));
            } else {
                entries.remove(entry.key);
            }
        }
        changed = new ArrayList<>();
        boolean evicted = true;
        while (evicted && budget.isExceeded()) {
            evicted = evict(Integer.MAX_VALUE);
        }
    }

    /** Forgets the changes. */
    void discard() {
        for (Entry entry : changed) {
            entries.remove(entry.key);
        }
        startOrder();
        changed = new ArrayList<>();
        undrained = new ArrayList<>();
        account(-changedBytes);
    }

    /** Forgets everything, by way of a new map: readers may still hold the old one. */
    void clear() {
        entries = new ConcurrentHashMap<>();
        hand = Collections.emptyIterator();
        startOrder();
        changed = new ArrayList<>();
        undrained = new ArrayList<>();
        account(-changedBytes);
        accountKept(-keptBytes);
    }

    private void startOrder() {
        ordered = alwaysOrdered || walked ? emptyOrder() : null;
        walked = false;
    }

    /** Entries that are only kept give way, here first, because they are near, and then in other buffers of the worker. */
    private void makeRoom() {
        for (int i = 0; i < EVICTIONS_PER_ENTRY && budget.isExceeded(); i++) {
            if (!evict(MAX_STEPS) && !budget.evict(MAX_STEPS)) {
                return;
            }
        }
    }

    /** Lets a kept entry go that was not used since the hand came by last. */
    @Override
    public boolean evict(int maxSteps) {
        for (int i = 0; i < maxSteps && keptBytes > 0; i++) {
            if (!hand.hasNext()) {
                hand = entries.values().iterator();
            }
            Entry entry = hand.next();
            if (entry.used) {
                entry.used = false;
            } else if (!entry.changed && entries.remove(entry.key, entry)) {
                // The hand may be on an entry that has gone already, hence the question.
                accountKept(-entry.weight);
                return true;
            }
        }
        return false;
    }

    /** An empty buffer leaves the budget alone: while its store is restored, the thread is not the one that owns the budget. */
    private void account(long bytes) {
        if (bytes != 0) {
            changedBytes += bytes;
            budget.add(bytes);
        }
    }

    private void accountKept(long bytes) {
        if (bytes != 0) {
            boolean kept = keptBytes > 0;
            keptBytes += bytes;
            budget.keep(bytes);
            if (kept != keptBytes > 0) {
                if (kept) {
                    budget.remove(this);
                } else {
                    budget.add(this);
                }
            }
        }
    }

    /** An entry. Only the key, the value and whether it is changed are for other threads to read. */
    static final class Entry {

        private static final Object A_NUMBER = new Object();

        /** After so many writes another one is expected. */
        private static final byte MANY_WRITES = 4;

        final Object key;
        private final HeldForm form;

        private byte @Nullable [] keyBytes;

        /** Part of the key, while the changes are sorted. */
        private long prefix;

        /** The value, or {@link #A_NUMBER} if it is in the next two fields. */
        private volatile @Nullable Object value;

        private long number;
        private long numberTimestampMs;

        /** Odd while the number is changed. */
        private int version;

        /** Whether the backend has another value than this. */
        private volatile boolean changed;

        private boolean drained = true;

        /** What it was weighed at last. */
        private long weight;

        /** Whether it was read since the eviction came by. */
        private boolean used;

        /** Whether it was ever read here, or before it was written. */
        private boolean asked;

        @Nullable
        Object oldValue;

        private byte @Nullable [] valueBytes;
        long timestampMs;
        long firstSequence;
        private long lastSequence;

        /** How many writes there were since the last commit, as far as that matters. */
        private byte writes;

        /** Whether the last cause had headers when it wrote. */
        private boolean hasHeaders;

        /** What caused the last write; or the copy that is written over once there were many. */
        private @Nullable RecordOrigin origin;

        private @Nullable KeptOrigin copiedOrigin;

        private Entry(HeldForm form, Object key, @Nullable Object value) {
            this.form = form;
            this.key = key;
            become(value);
        }

        /**
         * Sets the value. Readers may see it a little later: a full fence for each write would cost more than the rest of it.
         *
         * <p>The writer makes the version odd, changes both parts of a number, and makes it even; only then does the value say that there is a
         * number. A reader takes the parts between two looks at the version, and looks again unless both were the same and even.
         */
        private void become(@Nullable Object held) {
            NumberForm numbers = form.numbers();
            if (held == null || numbers == null || !numbers.takes(held)) {
                VALUE.setRelease(this, held);
                return;
            }
            long newNumber = numbers.number(held);
            long newTimestampMs = numbers.timestampMs(held);
            int next = version + 1;
            VERSION.setOpaque(this, next);
            VarHandle.storeStoreFence();
            number = newNumber;
            numberTimestampMs = newTimestampMs;
            VERSION.setRelease(this, next + 1);
            if (value != A_NUMBER) {
                VALUE.setRelease(this, A_NUMBER);
            }
        }

        /** The value as it is held, null if the key is removed. */
        @Nullable
        Object value() {
            Object held = value;
            return held == A_NUMBER ? number(Objects.requireNonNull(form.numbers())) : held;
        }

        private Object number(NumberForm numbers) {
            while (true) {
                int before = (int) VERSION.getAcquire(this);
                long read = number;
                long readTimestampMs = numberTimestampMs;
                VarHandle.loadLoadFence();
                if ((before & 1) == 0 && before == (int) VERSION.getOpaque(this)) {
                    return numbers.held(read, readTimestampMs);
                }
                Thread.onSpinWait();
            }
        }

        /** Keeps what caused the last write, with the headers that it has now. */
        private void keepOrigin(@Nullable RecordOrigin cause) {
            if (cause == null || writes < MANY_WRITES) {
                hasHeaders = cause != null && cause.headers().iterator().hasNext();
                origin = cause != null && hasHeaders ? KeptOrigin.withHeaders(cause, true) : cause;
                copiedOrigin = null;
                writes = (byte) (cause == null ? 0 : writes + 1);
            } else if (copiedOrigin == null) {
                copiedOrigin = new KeptOrigin(cause);
                origin = null;
            } else {
                copiedOrigin.set(cause);
            }
        }

        /** What caused the last write, if whoever wrote said so. */
        @Nullable
        RecordOrigin origin() {
            if (copiedOrigin != null) {
                return copiedOrigin.origin();
            }
            return origin == null || hasHeaders ? origin : KeptOrigin.withHeaders(origin, false);
        }

        private int originWeight() {
            if (copiedOrigin != null) {
                return copiedOrigin.weight();
            }
            return origin == null ? 0 : KeptOrigin.weight(origin);
        }

        /** The key in the layout of the backend; for the writer. */
        byte[] keyBytes() {
            byte[] bytes = keyBytes;
            if (bytes == null) {
                bytes = form.keyBytes(key);
                keyBytes = bytes;
            }
            return bytes;
        }

        /** The value in the layout of the backend, null if the key is removed; for the writer. */
        byte @Nullable [] valueBytes() {
            byte[] bytes = valueBytes;
            Object current = bytes == null ? value() : null;
            if (current != null) {
                bytes = form.valueBytes(current);
                valueBytes = bytes;
            }
            return bytes;
        }

        /** Notes that a drain took the entry; from now on a write to its key is news again. */
        void drained() {
            drained = true;
        }

        /** Notes a read by the writer. */
        void used() {
            used = true;
            asked = true;
        }

        /** What it weighs now, which is remembered: what it held before may be far from the processor when it is replaced. */
        private long weigh(@Nullable Object held) {
            weight = (long) ENTRY_OVERHEAD_BYTES
                    + form.keyWeight(key)
                    + (value == A_NUMBER ? 0 : weight(held))
                    + weight(oldValue)
                    + originWeight();
            return weight;
        }

        private int weight(@Nullable Object held) {
            return held == null ? 0 : form.valueWeight(held);
        }
    }
}
