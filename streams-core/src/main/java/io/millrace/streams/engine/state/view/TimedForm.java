package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.HeldForm;
import io.millrace.streams.engine.state.NumberForm;
import org.jspecify.annotations.Nullable;

/**
 * How a store of windows or sessions holds its entries: keys as {@link TimedKey}, values like a key-value store.
 *
 * @param layout lays out a key as a backend holds it
 */
record TimedForm(Held<?, ?> held, Layout layout) implements HeldForm {

    private static final int TIMED_KEY_BYTES = 32;

    /** Lays out a key. */
    @FunctionalInterface
    interface Layout {

        byte[] stored(byte[] key, TimedKey of);
    }

    @Override
    public byte[] keyBytes(Object key) {
        return key instanceof TimedKey timed
                ? layout.stored(held.keyBytes(timed.key()), timed)
                : ((ByteKey) key).bytes();
    }

    @Override
    public byte[] valueBytes(Object value) {
        return held.valueBytes(value);
    }

    @Override
    public Object held(byte[] stored) {
        return held.held(stored);
    }

    @Override
    public int keyWeight(Object key) {
        return TIMED_KEY_BYTES + held.keyWeight(key instanceof TimedKey timed ? timed.key() : key);
    }

    @Override
    public int valueWeight(Object value) {
        return held.valueWeight(value);
    }

    @Override
    public @Nullable NumberForm numbers() {
        return held.numbers();
    }
}
