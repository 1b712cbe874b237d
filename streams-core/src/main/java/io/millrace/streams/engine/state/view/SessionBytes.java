package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a typed session store needs of what is below it. Single keys and values are as {@link Held} holds them, keys of cursors are
 * laid out as stored session keys; whoever holds the sessions, expired ones are neither kept nor returned.
 */
interface SessionBytes {

    @Nullable
    Object get(Object key, long startMs, long endMs);

    void put(Object key, @Nullable Object value, long startMs, long endMs);

    /** Sessions of a range of keys, null for no bound, that end in a time range and start no later than a time. */
    HeldCursor scan(Wanted wanted, Direction direction);

    /** How far into its inputs the store reflects them. */
    Position position();

    /** The buffer of a store of ours, null for a store the user made. */
    default @Nullable StoreBuffer ours() {
        return null;
    }

    /** Throws if the store is closed. */
    void ensureOpen();

    boolean isOpen();

    /** Closes what is this store's alone; bytes of a task's store are closed with the task. */
    void close();

    /** Which sessions. */
    record Wanted(
            byte @Nullable [] keyFrom,
            byte @Nullable [] keyTo,
            long earliestEndMs,
            long latestEndMs,
            long latestStartMs) {

        /** Those of a key, whenever they end last. */
        static Wanted ofKey(byte[] key, long earliestEndMs, long latestStartMs) {
            return new Wanted(key, key, earliestEndMs, Long.MAX_VALUE, latestStartMs);
        }

        /** Those of one key. */
        boolean isOfOneKey() {
            return keyFrom != null && keyFrom == keyTo;
        }
    }
}
