package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import io.millrace.streams.state.ValueAndTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Collects the entries of one page until one of its bounds is reached. Used by one thread. */
final class PageReader {

    private final KeyCodec keys;
    private final int limit;
    private final QueryBounds bounds;
    private final long deadlineNanos;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;
    private @Nullable Position last;
    private boolean more;

    PageReader(KeyCodec keys, int limit, QueryBounds bounds) {
        this.keys = keys;
        this.limit = limit;
        this.bounds = bounds;
        this.deadlineNanos = System.nanoTime() + bounds.timeout().toNanos();
    }

    /** Takes an entry, or refuses because the page is full: then there are more. */
    boolean tryAdd(int partition, Object key, Object value) {
        if (entries.size() >= limit || (!entries.isEmpty() && (bytes > bounds.maxBodyBytes() || isLate()))) {
            more = true;
            return false;
        }
        Object plainKey = key instanceof Windowed<?> windowed ? windowed.key() : key;
        WindowSpan span = key instanceof Windowed<?> windowed
                ? new WindowSpan(
                        windowed.window().startTime(), windowed.window().endTime())
                : null;
        Entry entry = entry(plainKey, value, span);
        bytes += entry.key().toString().length() + entry.value().toString().length();
        entries.add(entry);
        last = new Position(partition, span == null ? 0 : span.start().toEpochMilli(), keys.text(plainKey));
        return true;
    }

    /** To be called for what is passed over, which takes time as well. */
    void passOver() {
        if (isLate()) {
            throw QueryRefusedException.unavailable("timeout", "The query took too long; ask for a smaller part.");
        }
    }

    private boolean isLate() {
        return System.nanoTime() > deadlineNanos;
    }

    private Entry entry(Object key, Object stored, @Nullable WindowSpan span) {
        Object value = stored instanceof ValueAndTimestamp<?> stamped ? stamped.value() : stored;
        Instant timestamp =
                stored instanceof ValueAndTimestamp<?> stamped ? Instant.ofEpochMilli(stamped.timestamp()) : null;
        byte[] raw = value instanceof byte[] bare ? bare : value instanceof Bytes wrapped ? wrapped.get() : null;
        if (raw != null) {
            return new Entry(keys.shown(key), Base64.getEncoder().encodeToString(raw), "base64", timestamp, span);
        }
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        return new Entry(keys.shown(key), plain ? value : keys.json().tree(value), null, timestamp, span);
    }

    List<Entry> entries() {
        return entries;
    }

    /** The last entry if there are more, else null. */
    @Nullable
    Position next() {
        return more ? last : null;
    }
}
