package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a typed window store needs of what is below it. Single keys and values are as {@link Held} holds them, keys of cursors are
 * laid out as stored window keys; whoever holds the windows, expired ones are neither kept nor returned.
 */
interface WindowBytes {

    @Nullable
    Object get(Object key, long startMs);

    void put(Object key, @Nullable Object value, long startMs, long timestampMs);

    /** The windows of one key, by start. */
    ByteCursor scan(byte[] key, long fromMs, long toMs, Direction direction);

    /** The windows of a range of keys, null for no bound. */
    ByteCursor scanRange(
            byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long fromMs, long toMs, Direction direction);

    /** How far into its inputs the store reflects them. */
    Position position();

    /** The buffer of a store of ours, null for a store the user made. */
    default @Nullable StoreBuffer ours() {
        return null;
    }

    /** Throws if the store is closed. */
    void ensureOpen();

    boolean isOpen();

    /** Timestamp of the record in hand. */
    long currentTimestampMs();

    /** Closes what is this store's alone; bytes of a task's store are closed with the task. */
    void close();
}
