package io.millrace.streams.engine.state;

/** A position among the entries of a store. Used by one thread; must be closed. */
public interface ByteCursor extends AutoCloseable {

    /** Whether the cursor is on an entry; once it is not, it stays so. */
    boolean isValid();

    /** Key of the entry; only while valid. */
    byte[] key();

    /** Value of the entry; only while valid. */
    byte[] value();

    /** Value of the entry as its store holds it, see {@link HeldForm}; only while valid. */
    default Object held() {
        return value();
    }

    /** Moves to the next entry; only while valid. */
    void advance();

    /** Does nothing the second time. */
    @Override
    void close();
}
