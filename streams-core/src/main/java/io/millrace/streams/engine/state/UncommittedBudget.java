package io.millrace.streams.engine.state;

/**
 * How many bytes of changes the tasks of one worker may hold that are not committed. Changed by the worker's thread; any thread
 * may read it.
 */
public final class UncommittedBudget {

    private volatile long limitBytes;
    private volatile long usedBytes;

    /** A budget; when it is spent, the worker commits early. */
    public UncommittedBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile is for those who read
    void add(long bytes) {
        usedBytes += bytes;
    }

    /** Whether it is time to commit. */
    public boolean isSpent() {
        return usedBytes >= limitBytes;
    }

    /** What is held now. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Changes what may be held; any thread may. */
    void limitTo(long bytes) {
        limitBytes = bytes;
    }

    /** What may be held. */
    public long limitBytes() {
        return limitBytes;
    }
}
