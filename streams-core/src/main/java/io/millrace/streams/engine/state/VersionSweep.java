package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.layout.VersionedKey;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes the versions of a versioned store that nobody can read any more. Each commit walks a few of the stored versions, in
 * proportion to what it writes, and the next takes up where it stopped: so the space that dead versions hold stays within a
 * constant share of the store, and no commit has to walk all of it.
 *
 * <p>Of the versions that began before the history ends, only the latest can still be read. It goes too if it is a deletion, but
 * not while its key has uncommitted versions, because one of them may be older. A sweep stops between keys only.
 */
final class VersionSweep {

    private static final int STEPS_PER_WRITE = 2;
    private static final int MIN_STEPS = 16;

    private final ByteStore column;

    /** The version that the next sweep begins at, null for the first there is. */
    private byte @Nullable [] resumeAt;

    VersionSweep(ByteStore column) {
        this.column = column;
    }

    /**
     * Adds removals to a batch, before the changes of the commit.
     *
     * @param written the versions that the batch is going to write
     * @param earliestMs the earliest time that can be asked for
     */
    void addTo(StateBatch batch, NavigableMap<byte[], ?> written, long earliestMs) {
        int steps = MIN_STEPS + STEPS_PER_WRITE * written.size();
        byte[] previous = null;
        boolean covered = false;
        try (ByteCursor cursor = column.scan(new KeyRange(resumeAt, null, false), Direction.FORWARD)) {
            for (; cursor.isValid(); cursor.advance(), steps--) {
                byte[] stored = cursor.key();
                if (previous == null || !VersionedKey.isSameKey(previous, stored)) {
                    if (steps <= 0) {
                        resumeAt = stored;
                        return;
                    }
                    covered = false;
                }
                if (VersionedKey.timestampMs(stored) <= earliestMs) {
                    if (covered || (VersionedKey.isDeletion(cursor.value()) && !isOfKeyIn(written, stored))) {
                        batch.put(stored, null);
                    }
                    covered = true;
                }
                previous = stored;
            }
        }
        resumeAt = null;
    }

    private static boolean isOfKeyIn(NavigableMap<byte[], ?> written, byte[] stored) {
        byte[] key = VersionedKey.key(stored);
        return !KeyRange.closed(VersionedKey.latest(key), VersionedKey.earliest(key))
                .of(written)
                .isEmpty();
    }

    /** Begins anew. */
    void reset() {
        resumeAt = null;
    }
}
