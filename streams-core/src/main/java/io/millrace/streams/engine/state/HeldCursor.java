package io.millrace.streams.engine.state;

/** A position among the entries of a store, whose values are as the store holds them. Used by one thread; must be closed. */
public interface HeldCursor extends AutoCloseable {

    /** Whether the cursor is on an entry; once it is not, it stays so. */
    boolean isValid();

    /** Key of the entry in the layout of the backend; only while valid. */
    byte[] key();

    /** Value of the entry, see {@link HeldForm}; only while valid. */
    Object held();

    /** Moves to the next entry; only while valid. */
    void advance();

    /** Does nothing the second time. */
    @Override
    void close();
}
