package io.millrace.streams.engine.state;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many bytes the buffers of the tasks of one worker may hold: changes that are not committed, and beside them, as far as there
 * is room, entries that were read or committed and may be wanted again. Changed by the worker's thread; any thread may read it.
 */
public final class UncommittedBudget {

    /** So much may wait of changes that are hardly ever written over: few enough to die young, and to be found fast. */
    static final long UNREPEATED_BYTES = 8L << 20;

    private volatile long limitBytes;
    private volatile long usedBytes;
    private volatile long keptBytes;

    /** The writes since there was no change to keys that were not here, and those to keys that were: changed, or kept since they were. */
    private long changedKeys;

    private long repeatedWrites;

    /** The buffers that keep entries, in the order in which they let some go. */
    private final Deque<Keeper> keepers = new ArrayDeque<>();

    /** A buffer that keeps entries beside its changes. */
    interface Keeper {

        /** Lets a kept entry go that was not used lately, unless it finds none in so many steps. */
        boolean evict(int maxSteps);
    }

    /** A budget; when changes have spent it, the worker commits early. */
    public UncommittedBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile is for those who read
    void add(long bytes) {
        long used = usedBytes + bytes;
        usedBytes = used;
        if (used == 0) {
            changedKeys = 0;
            repeatedWrites = 0;
        }
    }

    /** A key was written that was not here. */
    void keyChanged() {
        changedKeys++;
    }

    /** A key was written that was here already. */
    void writeRepeated() {
        repeatedWrites++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile is for those who read
    void keep(long bytes) {
        keptBytes += bytes;
    }

    /** Whether it is time to commit: earlier if few of the keys come again, since nothing is gained by waiting for them. */
    public boolean isSpent() {
        long used = usedBytes;
        return used >= limitBytes || (used >= UNREPEATED_BYTES && repeatedWrites < changedKeys);
    }

    /** Whether entries that are only kept must make room. */
    boolean isExceeded() {
        return usedBytes + keptBytes > limitBytes;
    }

    /** A buffer begins to keep entries. */
    void add(Keeper keeper) {
        keepers.add(keeper);
    }

    /** A buffer keeps none any more. */
    void remove(Keeper keeper) {
        keepers.remove(keeper);
    }

    /** Has a buffer that keeps entries let one go, the next buffer each time; false if it had none that could go. */
    boolean evict(int maxSteps) {
        Keeper keeper = keepers.poll();
        if (keeper == null) {
            return false;
        }
        keepers.add(keeper);
        return keeper.evict(maxSteps);
    }

    /** Changes that are not committed. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Changes what may be held; any thread may. */
    void limitTo(long bytes) {
        limitBytes = bytes;
    }

    /** Entries that the stores have too. */
    public long keptBytes() {
        return keptBytes;
    }

    /** What may be held. */
    public long limitBytes() {
        return limitBytes;
    }
}
