package io.millrace.streams.engine.state;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The stores of one task as bytes: a column per store, and a few marks (numbers by name) that are written in one batch with the
 * contents. Written by the task's owner thread; read by any thread.
 *
 * <p>After a crash a backend shows the contents and marks of one earlier instant: all of some prefix of the batches, nothing of
 * the others. What was written before the last {@link #flush()} is never lost.
 */
public interface StateBackend extends AutoCloseable {

    /** The column of a store, created if there is none. */
    ByteStore open(StoreSpec spec);

    /** Starts a batch. */
    StateBatch newBatch();

    /** A mark, if it was ever written. One that belongs to a store is named by its kind, the store, and whatever else: {@code time/counts}. */
    OptionalLong mark(String name);

    /** The marks whose names begin so. */
    Map<String, Long> marks(String prefix);

    /** Makes everything written so far outlive the process. */
    void flush();

    /** Does the same in the background, if something has been waiting for it for long. To be called now and then. */
    void flushAged();

    /**
     * Tells that a restore wrote entries to the column of a store, and will write more until {@link #restored}. What makes reading fast may
     * be put off until then.
     */
    default void restoring(String store, int entries) {}

    /** Tells that the restore of a store has ended. */
    default void restored(String store) {}

    /**
     * Tells which stores there are, once all are open: contents of others, left by an earlier version of the topology, may be given up
     * in time, and the marks of theirs with them.
     */
    void keepOnly(Set<String> stores);

    /** Flushes and closes; ends every open cursor. Does nothing the second time. */
    @Override
    void close();
}
