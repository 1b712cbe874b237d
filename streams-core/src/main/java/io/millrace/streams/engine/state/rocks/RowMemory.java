package io.millrace.streams.engine.state.rocks;

/**
 * The memory of all row caches of a process, in pieces that they take and give back. Whoever comes takes what is free; one that has less
 * than an equal part when nothing is free has the others asked for what they have beyond theirs. Safe for use by any thread.
 */
final class RowMemory {

    /** The size of a piece. */
    static final int PIECE_BYTES = 1 << 15;

    private final int pieces;
    private final long seed;
    private int taken;
    private int caches;
    private volatile boolean wanted;

    RowMemory(long bytes, long seed) {
        this.pieces = (int) Math.min(Integer.MAX_VALUE, bytes / PIECE_BYTES);
        this.seed = seed;
    }

    /** What hashes of keys start with, so that nobody can send keys that all have the same. */
    long seed() {
        return seed;
    }

    synchronized void join() {
        caches++;
    }

    /** A cache ends and gives back all that it holds. */
    synchronized void leave(int held) {
        caches--;
        taken -= held;
    }

    /** Takes pieces, all or none, for a cache that holds so many. */
    synchronized boolean take(int asked, int held) {
        if (taken + asked <= pieces) {
            taken += asked;
            return true;
        }
        if (held + asked <= part()) {
            wanted = true;
        }
        return false;
    }

    synchronized void giveBack(int given) {
        taken -= given;
        wanted = false;
    }

    /** Whether a cache that holds so many pieces should give some back. */
    boolean asksBack(int held) {
        return wanted && isBeyondPart(held);
    }

    private synchronized boolean isBeyondPart(int held) {
        return held > part();
    }

    private int part() {
        return pieces / Math.max(1, caches);
    }

    /** Bytes that are taken. */
    synchronized long usedBytes() {
        return (long) taken * PIECE_BYTES;
    }
}
