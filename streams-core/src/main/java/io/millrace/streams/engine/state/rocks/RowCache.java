package io.millrace.streams.engine.state.rocks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one column, packed, for those who ask for single rows: in a block of a file each row has its neighbours beside it, and whatever
 * native code does to find it takes longer than to look here. The owner thread puts here what it reads from the database and what it
 * has written there. While every row is known,
 * one that is not here is not there either: if the column was empty at first, until too many had to go.
 *
 * <p>Rows lie one after another in slabs, and their places in a table by the hashes of their keys. When there is no room, a slab is
 * used again, the oldest first; rows that were read since stay, as far as they take less than half of it.
 *
 * <p>Any thread reads, without a lock: what was found while the version was odd or changed is not believed, and the database asked.
 */
final class RowCache {

    /** Answer for a row that neither the cache nor the database has. */
    static final byte[] ABSENT = new byte[0];

    private static final int SLAB_BYTES = RowMemory.PIECE_BYTES;
    private static final int MAX_ROW_BYTES = SLAB_BYTES / 8;

    /** Rows begin at multiples of so many bytes. */
    private static final int UNIT_BYTES = 4;

    private static final int UNITS_PER_SLAB = SLAB_BYTES / UNIT_BYTES;

    /** Before each row: the lengths of its key and its value, and two notes. */
    private static final int HEADER_BYTES = 4;

    private static final int LENGTH_BITS = 12;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final int GONE_NOTE = 1 << 24;
    private static final int READ_NOTE = 1 << 25;

    /** Slots of the table: empty, left by a row that is gone, or some bits of the hash before the place of the row, counted from 1. */
    private static final int EMPTY = 0;

    private static final int LEFT = -1;
    private static final int PLACE_BITS = 26;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int MAX_SLABS = (1 << PLACE_BITS) / UNITS_PER_SLAB - 1;
    private static final int SLOTS_PER_PIECE = RowMemory.PIECE_BYTES / Integer.BYTES;
    private static final int MAX_STEPS = 256;

    /** In the place of a slab that was given back. */
    private static final byte[] NO_SLAB = new byte[0];

    private static final int ATTEMPTS = 3;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(RowCache.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RowMemory memory;
    private final long seed;

    /** Odd while rows are changed that a reader may be looking at. */
    private int version;

    /** How many changes go on, one within the other. */
    private int changing;

    private volatile int[] table = new int[0];
    private volatile byte[][] slabs = new byte[0][];

    /** Whether every row of the column is known: here, or among those elsewhere. */
    private volatile boolean complete;

    /** Rows that the column may have and that are not here, if any. */
    private volatile @Nullable RowFilter elsewhere;

    private int[] ends = new int[0];
    private int held;
    private int current = -1;
    private int oldest;
    private int rows;
    private int left;

    /**
     * An empty cache.
     *
     * @param complete whether the column is empty, too
     */
    RowCache(RowMemory memory, boolean complete) {
        this.memory = memory;
        this.seed = memory.seed();
        this.complete = complete;
        memory.join();
    }

    /** The value of a row, {@link #ABSENT} if there is no such row, null if it is not known. Any thread may ask. */
    byte @Nullable [] get(byte[] key) {
        int hash = hash(key);
        for (int i = 0; i < ATTEMPTS; i++) {
            int before = (int) VERSION.getAcquire(this);
            if ((before & 1) == 0) {
                byte[] value = read(key, hash);
                VarHandle.loadLoadFence();
                if (before == (int) VERSION.getOpaque(this)) {
                    return value;
                }
            }
        }
        return null;
    }

    private byte @Nullable [] read(byte[] key, int hash) {
        int[] slots = table;
        int slot = find(slots, key, hash);
        if (slot < 0) {
            return unlessElsewhere(hash);
        }
        int place = placeIn(slots[slot]);
        byte[] slab = slabOf(place);
        if (slab == NO_SLAB) {
            return null;
        }
        int from = offsetOf(place);
        int header = (int) INT.get(slab, from);
        int value = from + HEADER_BYTES + keyLength(header);
        int end = value + valueLength(header);
        return end > SLAB_BYTES ? null : Arrays.copyOfRange(slab, value, end);
    }

    /** The same for the owner, for whom the row stays longer. */
    byte @Nullable [] getAsOwner(byte[] key) {
        int hash = hash(key);
        int slot = find(table, key, hash);
        if (slot < 0) {
            return unlessElsewhere(hash);
        }
        int place = placeIn(table[slot]);
        byte[] slab = slabOf(place);
        int from = offsetOf(place);
        int header = (int) INT.get(slab, from);
        INT.set(slab, from, header | READ_NOTE);
        int value = from + HEADER_BYTES + keyLength(header);
        return Arrays.copyOfRange(slab, value, value + valueLength(header));
    }

    /** What to answer for a row that is not here. */
    private byte @Nullable [] unlessElsewhere(int hash) {
        RowFilter others = elsewhere;
        boolean isNowhere = complete && (others == null || !others.mayHave(hash));
        return isNowhere ? ABSENT : null;
    }

    /** Notes that the column has a row which is not here. */
    private void noteElsewhere(int hash) {
        RowFilter others = elsewhere;
        if (complete && others == null) {
            others = new RowFilter(Math.max(SLOTS_PER_PIECE, table.length));
            elsewhere = others;
        }
        if (others != null && !others.add(hash)) {
            complete = false;
            elsewhere = null;
        }
    }

    /** Notes that the column has a row, or none if the value is null. */
    void put(byte[] key, byte @Nullable [] value) {
        int hash = hash(key);
        int slot = find(table, key, hash);
        if (slot < 0) {
            if (value != null) {
                add(key, value, hash);
            }
            return;
        }
        int place = placeIn(table[slot]);
        byte[] slab = slabOf(place);
        int from = offsetOf(place);
        int header = (int) INT.get(slab, from);
        change();
        if (value != null && value.length == valueLength(header)) {
            System.arraycopy(value, 0, slab, from + HEADER_BYTES + key.length, value.length);
        } else {
            INT.set(slab, from, header | GONE_NOTE);
            leave(slot);
            if (value != null) {
                add(key, value, hash);
            }
        }
        changed();
    }

    /** Gives memory back if others have less than their part. */
    void share() {
        while (memory.asksBack(held) && hasGivenBack()) {
            // Until it is enough.
        }
    }

    /** Gives all memory back; from now on nothing is known. */
    void close() {
        change();
        complete = false;
        elsewhere = null;
        table = new int[0];
        slabs = new byte[0][];
        memory.leave(held);
        held = 0;
    }

    private void change() {
        if (changing++ == 0) {
            VERSION.setOpaque(this, version + 1);
            VarHandle.storeStoreFence();
        }
    }

    private void changed() {
        if (--changing == 0) {
            VERSION.setRelease(this, version + 1);
        }
    }

    private int hash(byte[] key) {
        long hash = seed ^ key.length;
        int i = 0;
        for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(key, i));
        }
        long rest = 0;
        for (; i < key.length; i++) {
            rest = (rest << Byte.SIZE) | (key[i] & 0xFF);
        }
        return (int) mix(hash ^ rest);
    }

    private static long mix(long bits) {
        long mixed = bits * FACTOR;
        return ((mixed ^ (mixed >>> 32)) * FACTOR) >>> 16;
    }

    private static int keyLength(int header) {
        return header >>> LENGTH_BITS & LENGTH_MASK;
    }

    private static int valueLength(int header) {
        return header & LENGTH_MASK;
    }

    private static int sizeOf(int header) {
        return size(keyLength(header), valueLength(header));
    }

    /** What a row takes, in whole units. */
    private static int size(int keyLength, int valueLength) {
        return HEADER_BYTES + keyLength + valueLength + UNIT_BYTES - 1 & -UNIT_BYTES;
    }

    private static int placeIn(int slot) {
        return (slot & PLACE_MASK) - 1;
    }

    private static int slot(int hash, int place) {
        return (hash & ~PLACE_MASK) | (place + 1);
    }

    private static int offsetOf(int place) {
        return place % UNITS_PER_SLAB * UNIT_BYTES;
    }

    /** {@link #NO_SLAB} if there is none, which only a reader is told that comes too late. */
    private byte[] slabOf(int place) {
        byte[][] all = slabs;
        int slab = place / UNITS_PER_SLAB;
        return slab < all.length ? all[slab] : NO_SLAB;
    }

    /** The slot of a key, -1 if there is none. What a reader is told may be nonsense, which the version shows. */
    private int find(int[] slots, byte[] key, int hash) {
        int mask = slots.length - 1;
        for (int i = 0; i < MAX_STEPS && i <= mask; i++) {
            int at = hash + i & mask;
            int slot = (int) SLOT.getAcquire(slots, at);
            if (slot == EMPTY) {
                return -1;
            }
            if (slot != LEFT && ((slot ^ hash) & ~PLACE_MASK) == 0 && hasKey(placeIn(slot), key)) {
                return at;
            }
        }
        return -1;
    }

    private boolean hasKey(int place, byte[] key) {
        byte[] slab = slabOf(place);
        int from = offsetOf(place);
        return slab != NO_SLAB
                && keyLength((int) INT.get(slab, from)) == key.length
                && from + HEADER_BYTES + key.length <= SLAB_BYTES
                && Arrays.equals(slab, from + HEADER_BYTES, from + HEADER_BYTES + key.length, key, 0, key.length);
    }

    private void add(byte[] key, byte[] value, int hash) {
        int size = size(Math.min(key.length, SLAB_BYTES), Math.min(value.length, SLAB_BYTES));
        if (size > MAX_ROW_BYTES || !hasTable() || !hasRoom(size)) {
            noteElsewhere(hash);
            return;
        }
        int from = ends[current];
        byte[] slab = slabs[current];
        INT.set(slab, from, key.length << LENGTH_BITS | value.length);
        System.arraycopy(key, 0, slab, from + HEADER_BYTES, key.length);
        System.arraycopy(value, 0, slab, from + HEADER_BYTES + key.length, value.length);
        ends[current] = from + size;
        if (!enter(table, hash, place(current, from))) {
            INT.set(slab, from, (int) INT.get(slab, from) | GONE_NOTE);
            noteElsewhere(hash);
        }
    }

    private static int place(int slab, int from) {
        return slab * UNITS_PER_SLAB + from / UNIT_BYTES;
    }

    /** Takes a slot for a row; false if there is none near enough. */
    private boolean enter(int[] slots, int hash, int place) {
        int mask = slots.length - 1;
        for (int i = 0; i < MAX_STEPS && i <= mask; i++) {
            int at = hash + i & mask;
            int slot = slots[at];
            if (slot == EMPTY || slot == LEFT) {
                if (slot == LEFT) {
                    left--;
                }
                rows++;
                SLOT.setRelease(slots, at, slot(hash, place));
                return true;
            }
        }
        return false;
    }

    /** Empties a slot if nobody looks beyond it, and those before it that wait for that. */
    private void leave(int slot) {
        int[] slots = table;
        int mask = slots.length - 1;
        rows--;
        if (slots[(slot + 1) & mask] != EMPTY) {
            slots[slot] = LEFT;
            left++;
            return;
        }
        slots[slot] = EMPTY;
        for (int before = (slot - 1) & mask; slots[before] == LEFT; before = (before - 1) & mask) {
            slots[before] = EMPTY;
            left--;
        }
    }

    /** Sees to it that one more row finds its slot soon, with rows that give way if need be. */
    private boolean hasTable() {
        while (isFull(rows + left + 1, table.length)) {
            if (!isFull(rows + 1, table.length) && left > table.length / 8) {
                rehash(table.length);
            } else if (!hasGrown() && !hasGivenBack()) {
                return false;
            }
        }
        return true;
    }

    /** More than five eighths. */
    private static boolean isFull(int used, int slots) {
        return used > slots / 8 * 5;
    }

    private boolean hasGrown() {
        int before = table.length;
        int after = Math.max(SLOTS_PER_PIECE, 2 * before);
        int more = pieces(after) - pieces(before);
        if (after > PLACE_MASK || !memory.take(more, held)) {
            return false;
        }
        held += more;
        rehash(after);
        return true;
    }

    /** A table takes four bytes a slot, and a fifth may be for the filter. */
    private static int pieces(int slots) {
        return (int) ((slots * (Integer.BYTES + 1L) + RowMemory.PIECE_BYTES - 1) / RowMemory.PIECE_BYTES);
    }

    private void rehash(int length) {
        int[] slots = new int[length];
        rows = 0;
        left = 0;
        for (int i = 0; i < ends.length; i++) {
            for (int from = 0; from < ends[i]; ) {
                byte[] slab = slabs[i];
                int header = (int) INT.get(slab, from);
                int hash = hash(keyAt(slab, from));
                if ((header & GONE_NOTE) == 0 && !enter(slots, hash, place(i, from))) {
                    INT.set(slab, from, header | GONE_NOTE);
                    noteElsewhere(hash);
                }
                from += sizeOf(header);
            }
        }
        table = slots;
    }

    private static byte[] keyAt(byte[] slab, int from) {
        int key = from + HEADER_BYTES;
        return Arrays.copyOfRange(slab, key, key + keyLength((int) INT.get(slab, from)));
    }

    /** Has a slab with room for a row be the current one. */
    private boolean hasRoom(int size) {
        if (current >= 0 && ends[current] + size <= SLAB_BYTES) {
            return true;
        }
        int free = freeSlab();
        if (free < MAX_SLABS && memory.take(1, held)) {
            held++;
            byte[][] more = Arrays.copyOf(slabs, Math.max(slabs.length, free + 1));
            more[free] = new byte[SLAB_BYTES];
            ends = Arrays.copyOf(ends, more.length);
            current = free;
            slabs = more;
            return true;
        }
        int again = nextToGo();
        if (again < 0) {
            return false;
        }
        useAgain(again);
        return true;
    }

    private int freeSlab() {
        int free = 0;
        while (free < slabs.length && slabs[free] != NO_SLAB) {
            free++;
        }
        return free;
    }

    /** The oldest slab with rows, -1 if there is none. */
    private int nextToGo() {
        for (int i = 0; i < ends.length; i++) {
            int slab = oldest;
            oldest = (oldest + 1) % ends.length;
            if (slabs[slab] != NO_SLAB) {
                return slab;
            }
        }
        return -1;
    }

    /** Gives the oldest slab back; false if there is none. */
    private boolean hasGivenBack() {
        int slab = nextToGo();
        if (slab < 0) {
            return false;
        }
        change();
        forget(slab);
        changed();
        drop(slab);
        return true;
    }

    /** Forgets the rows of a slab. */
    private void forget(int slab) {
        byte[] bytes = slabs[slab];
        for (int from = 0; from < ends[slab]; ) {
            int header = (int) INT.get(bytes, from);
            if ((header & GONE_NOTE) == 0) {
                byte[] key = keyAt(bytes, from);
                int hash = hash(key);
                noteElsewhere(hash);
                leave(find(table, key, hash));
            }
            from += sizeOf(header);
        }
        ends[slab] = 0;
    }

    /** Makes a slab the current one, with only those of its rows that were read since it was filled. */
    private void useAgain(int slab) {
        byte[] bytes = slabs[slab];
        int end = ends[slab];
        change();
        forget(slab);
        int to = 0;
        for (int from = 0; from < end; ) {
            int header = (int) INT.get(bytes, from);
            int size = sizeOf(header);
            if ((header & (GONE_NOTE | READ_NOTE)) == READ_NOTE && to + size <= SLAB_BYTES / 2) {
                System.arraycopy(bytes, from, bytes, to, size);
                INT.set(bytes, to, header & ~READ_NOTE);
                if (enter(table, hash(keyAt(bytes, to)), place(slab, to))) {
                    to += size;
                }
            }
            from += size;
        }
        changed();
        ends[slab] = to;
        current = slab;
    }

    private void drop(int slab) {
        byte[][] fewer = slabs.clone();
        fewer[slab] = NO_SLAB;
        slabs = fewer;
        if (current == slab) {
            current = -1;
        }
        held--;
        memory.giveBack(1);
    }
}
