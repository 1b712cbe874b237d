package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.query.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a buffer of ours, of which only the entries used last are kept: a put over the limit removes the entry that was not
 * used for longest, as a removal like any other, so that the changelog follows. Reads count as use, whoever reads; the lock
 * guards the order of use. What is found in the buffer at first, after a restore, has been used in the order of the keys.
 */
final class LruKeyValues implements KeyValueBytes {

    private final BufferedKeyValues entries;
    private final int maxEntries;

    /** The keys, the one not used for longest first; null until somebody asks, because a restore comes before that. */
    private @Nullable Map<Object, Boolean> usage;

    LruKeyValues(BufferedKeyValues entries, int maxEntries) {
        this.entries = entries;
        this.maxEntries = maxEntries;
    }

    @Override
    public synchronized @Nullable Object get(Object key) {
        Object value = entries.get(key);
        if (value != null) {
            usage().get(key);
        }
        return value;
    }

    @Override
    public synchronized void put(Object key, @Nullable Object value, long timestampMs) {
        Map<Object, Boolean> keys = usage();
        entries.put(key, value, timestampMs);
        if (value == null) {
            keys.remove(key);
            return;
        }
        keys.put(key, true);
        Iterator<Object> eldest = keys.keySet().iterator();
        while (keys.size() > maxEntries) {
            Object evicted = eldest.next();
            eldest.remove();
            entries.put(evicted, null, timestampMs);
        }
    }

    private Map<Object, Boolean> usage() {
        Map<Object, Boolean> known = usage;
        if (known != null) {
            return known;
        }
        Map<Object, Boolean> keys = new LinkedHashMap<>(16, 0.75f, true);
        try (ByteCursor cursor = entries.scan(KeyRange.ALL, Direction.FORWARD)) {
            for (; cursor.isValid(); cursor.advance()) {
                keys.put(new ByteKey(cursor.key()), true);
            }
        }
        usage = keys;
        return keys;
    }

    @Override
    public ByteCursor scan(KeyRange range, Direction direction) {
        return entries.scan(range, direction);
    }

    @Override
    public synchronized long approximateEntries() {
        return entries.buffer().showsCommitted() ? entries.approximateEntries() : usage().size();
    }

    @Override
    public Position position() {
        return entries.position();
    }

    @Override
    public @Nullable StoreBuffer ours() {
        return entries.ours();
    }

    @Override
    public void ensureOpen() {
        entries.ensureOpen();
    }

    @Override
    public boolean isOpen() {
        return entries.isOpen();
    }

    @Override
    public long currentTimestampMs() {
        return entries.currentTimestampMs();
    }

    @Override
    public void close() {
        entries.close();
    }
}
