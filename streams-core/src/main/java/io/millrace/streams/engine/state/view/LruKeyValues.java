package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteCursor;
import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.KeyRange;
import io.millrace.streams.query.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
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
    private @Nullable Map<Bytes, Boolean> usage;

    LruKeyValues(BufferedKeyValues entries, int maxEntries) {
        this.entries = entries;
        this.maxEntries = maxEntries;
    }

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        byte[] value = entries.get(key);
        if (value != null) {
            usage().get(Bytes.wrap(key));
        }
        return value;
    }

    @Override
    public synchronized void put(byte[] key, byte @Nullable [] value, long timestampMs) {
        Map<Bytes, Boolean> keys = usage();
        entries.put(key, value, timestampMs);
        if (value == null) {
            keys.remove(Bytes.wrap(key));
            return;
        }
        keys.put(Bytes.wrap(key), true);
        Iterator<Bytes> eldest = keys.keySet().iterator();
        while (keys.size() > maxEntries) {
            byte[] evicted = eldest.next().get();
            eldest.remove();
            entries.put(evicted, null, timestampMs);
        }
    }

    private Map<Bytes, Boolean> usage() {
        Map<Bytes, Boolean> known = usage;
        if (known != null) {
            return known;
        }
        Map<Bytes, Boolean> keys = new LinkedHashMap<>(16, 0.75f, true);
        try (ByteCursor cursor = entries.scan(KeyRange.ALL, Direction.FORWARD)) {
            for (; cursor.isValid(); cursor.advance()) {
                keys.put(Bytes.wrap(cursor.key()), true);
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
        return usage().size();
    }

    @Override
    public Position position() {
        return entries.position();
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
