package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a typed key-value store needs of what is below it: a buffer of ours, or a store the user made. Keys and values are as
 * {@link Held} holds them.
 */
interface KeyValueBytes {

    @Nullable
    Object get(Object key);

    void put(Object key, @Nullable Object value, long timestampMs);

    ByteCursor scan(KeyRange range, Direction direction);

    long approximateEntries();

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
