package io.millrace.streams.engine.state;

import java.util.Map;
import java.util.OptionalLong;

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

    /** A mark, if it was ever written. */
    OptionalLong mark(String name);

    /** The marks whose names begin so. */
    Map<String, Long> marks(String prefix);

    /** Makes everything written so far outlive the process. */
    void flush();

    /** Flushes and closes; ends every open cursor. Does nothing the second time. */
    @Override
    void close();
}
