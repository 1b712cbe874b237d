package io.millrace.streams.engine.state;

/** A position among the entries of a store that can show them as bytes. */
public interface ByteCursor extends HeldCursor {

    /** Value of the entry in the layout of the backend; only while valid. */
    byte[] value();

    @Override
    default Object held() {
        return value();
    }
}
