package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.state.KeyValueIterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The iterator of a store the user made, as a cursor. */
final class ForeignCursor<K> implements ByteCursor {

    private final KeyValueIterator<K, byte[]> entries;
    private final Function<K, byte[]> keys;
    private final Predicate<byte[]> wanted;
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    /**
     * @param keys lays out a key as a stored one
     * @param wanted which stored keys not to leave out
     */
    ForeignCursor(KeyValueIterator<K, byte[]> entries, Function<K, byte[]> keys, Predicate<byte[]> wanted) {
        this.entries = entries;
        this.keys = keys;
        this.wanted = wanted;
        advance();
    }

    @Override
    public boolean isValid() {
        return key != null;
    }

    @Override
    public byte[] key() {
        return onEntry(key);
    }

    @Override
    public byte[] value() {
        return onEntry(value);
    }

    @Override
    public void advance() {
        key = null;
        value = null;
        while (key == null && entries.hasNext()) {
            KeyValue<K, byte[]> next = entries.next();
            byte[] stored = keys.apply(next.key);
            if (wanted.test(stored)) {
                key = stored;
                value = next.value;
            }
        }
    }

    @Override
    public void close() {
        key = null;
        value = null;
        entries.close();
    }

    private static byte[] onEntry(byte @Nullable [] part) {
        if (part == null) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return part;
    }
}
