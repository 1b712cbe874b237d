package io.millrace.streams.engine.state;

/** A walk over a backend, whose values are shown as a store holds them. */
record HeldWalk(RangeWalk stored, HeldForm form) implements RangeWalk {

    @Override
    public void over(KeyRange range) {
        stored.over(range);
    }

    @Override
    public boolean isValid() {
        return stored.isValid();
    }

    @Override
    public byte[] key() {
        return stored.key();
    }

    @Override
    public byte[] value() {
        return stored.value();
    }

    @Override
    public Object held() {
        return form.held(stored.value());
    }

    @Override
    public void advance() {
        stored.advance();
    }

    @Override
    public void close() {
        stored.close();
    }
}
