package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.WriteBuffer.Entry;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Entries that were changed first by a write up to some number. */
final class EntriesAsOf implements Iterator<Map.Entry<byte[], Entry>> {

    private final Iterator<Map.Entry<byte[], Entry>> entries;
    private final long asOf;
    private Map.@Nullable Entry<byte[], Entry> next;

    EntriesAsOf(Iterator<Map.Entry<byte[], Entry>> entries, long asOf) {
        this.entries = entries;
        this.asOf = asOf;
        this.next = step();
    }

    private Map.@Nullable Entry<byte[], Entry> step() {
        while (entries.hasNext()) {
            Map.Entry<byte[], Entry> entry = entries.next();
            if (entry.getValue().firstSequence <= asOf) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Map.Entry<byte[], Entry> next() {
        Map.Entry<byte[], Entry> entry = next;
        if (entry == null) {
            throw new NoSuchElementException("There are no more changes in the range.");
        }
        next = step();
        return entry;
    }
}
