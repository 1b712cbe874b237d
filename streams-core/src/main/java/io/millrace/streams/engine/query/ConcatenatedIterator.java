package io.millrace.streams.engine.query;

import io.millrace.streams.KeyValue;
import io.millrace.streams.state.KeyValueIterator;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One scan after the other; each is opened when the one before it is used up, so that at most one is open. */
final class ConcatenatedIterator<K, V> implements KeyValueIterator<K, V> {

    /**
     * One scan.
     *
     * @param scan opens it
     * @param shown turns a stored value into what the query sees
     */
    record Part<K, V>(Supplier<KeyValueIterator<K, V>> scan, Function<Object, Object> shown) {}

    private Iterator<Part<K, V>> parts;
    private @Nullable KeyValueIterator<K, V> open;
    private Function<Object, Object> shown = Function.identity();

    ConcatenatedIterator(List<Part<K, V>> parts) {
        this.parts = parts.iterator();
    }

    @Override
    public boolean hasNext() {
        while (open == null || !open.hasNext()) {
            closeOpen();
            if (!parts.hasNext()) {
                return false;
            }
            Part<K, V> part = parts.next();
            open = part.scan().get();
            shown = part.shown();
        }
        return true;
    }

    @Override
    public K peekNextKey() {
        return current().peekNextKey();
    }

    @Override
    @SuppressWarnings("unchecked") // What the store holds is what the query's type says, once shown as asked.
    public KeyValue<K, V> next() {
        KeyValue<K, V> stored = current().next();
        return KeyValue.pair(stored.key, (V) shown.apply(stored.value));
    }

    private KeyValueIterator<K, V> current() {
        KeyValueIterator<K, V> current = hasNext() ? open : null;
        if (current == null) {
            throw new NoSuchElementException("The scan has no more entries");
        }
        return current;
    }

    /** A scan that was closed must open nothing more, which nobody would close. */
    @Override
    public void close() {
        parts = Collections.emptyIterator();
        closeOpen();
    }

    private void closeOpen() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
