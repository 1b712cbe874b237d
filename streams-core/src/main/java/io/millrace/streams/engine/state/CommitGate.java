package io.millrace.streams.engine.state;

import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Keeps readers who see only what is committed from seeing half a commit: contents, stream times and positions of the stores of a
 * task change together. The lock guards just that; those who read what is not committed never take it.
 */
final class CommitGate {

    private final StampedLock changing = new StampedLock();

    /** Applies a commit. */
    void apply(Runnable commit) {
        long stamp = changing.writeLock();
        try {
            commit.run();
        } finally {
            changing.unlockWrite(stamp);
        }
    }

    /** Reads between two commits. A commit waits only for a read that another commit has been in the way of. */
    <T> T read(Supplier<T> read) {
        long stamp = changing.tryOptimisticRead();
        if (stamp != 0) {
            T found = read.get();
            if (changing.validate(stamp)) {
                return found;
            }
        }
        return open(read);
    }

    /** Opens something between two commits, once. A commit waits until it is open. */
    <T> T open(Supplier<T> opening) {
        long stamp = changing.readLock();
        try {
            return opening.get();
        } finally {
            changing.unlockRead(stamp);
        }
    }
}
