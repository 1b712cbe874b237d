package io.millrace.streams.engine.state;

import java.util.NoSuchElementException;

/** No entries. */
enum EmptyCursor implements ByteCursor {
    INSTANCE;

    @Override
    public boolean isValid() {
        return false;
    }

    @Override
    public byte[] key() {
        throw new NoSuchElementException("An empty cursor has no entry.");
    }

    @Override
    public byte[] value() {
        throw new NoSuchElementException("An empty cursor has no entry.");
    }

    @Override
    public void advance() {
        throw new NoSuchElementException("An empty cursor has no entry.");
    }

    @Override
    public void close() {}
}
