package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** Changes that reach a backend all at once or not at all. Fastest when each column gets its keys in ascending order. */
public interface StateBatch extends AutoCloseable {

    /** The changes that follow are to this column. */
    StateBatch into(ByteStore column);

    /** Sets a key of the current column; a null value removes it. The arrays must not change afterwards. */
    void put(byte[] key, byte @Nullable [] value);

    /** Removes every key of the current column that is below this one; meant for large ranges that nobody reads any more. */
    void dropBelow(byte[] key);

    /** Sets a mark. */
    void mark(String name, long value);

    /** Writes the batch. At most once. */
    void write();

    /** Frees the batch, written or not. */
    @Override
    void close();
}
