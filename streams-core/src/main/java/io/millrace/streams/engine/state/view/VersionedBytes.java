package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/** What a typed versioned store needs of the bytes below it: a buffer of ours, or a store the user made. */
interface VersionedBytes {

    /**
     * Adds a version.
     *
     * @return when it ends, or a code of the mirrored store interface
     */
    long put(byte[] key, byte @Nullable [] value, long timestampMs);

    /** The current version, null if there is none or the key is deleted. */
    @Nullable
    Version find(byte[] key);

    /** The version in force at a time, null if there was none, or the key was deleted, or the time is beyond the history. */
    @Nullable
    Version find(byte[] key, long asOfMs);

    /** Deletes a key from a time on; returns the version that was in force then. */
    @Nullable
    Version delete(byte[] key, long timestampMs);

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

    /**
     * A value, when it began, and when it ended.
     *
     * @param validToMs {@link #OPEN} if it has not ended, or nobody asked
     */
    record Version(byte[] value, long timestampMs, long validToMs) {

        static final long OPEN = -1;

        Version(byte[] value, long timestampMs) {
            this(value, timestampMs, OPEN);
        }
    }
}
