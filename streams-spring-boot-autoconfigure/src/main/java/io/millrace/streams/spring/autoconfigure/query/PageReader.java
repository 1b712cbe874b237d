package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Row;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Stored;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Collects the entries of one page until one of its bounds is reached. Used by one thread. */
final class PageReader {

    private final KeyCodec keys;
    private final JsonTrees json;
    private final PageBounds bounds;
    private final IntFunction<StateSource> sources;
    private final Cursors cursors;
    private final List<Row> rows = new ArrayList<>();
    private long bytes;
    private @Nullable Position last;
    private boolean more;

    /**
     * How much a page may be.
     *
     * @param limit most entries
     * @param maxBytes most bytes
     * @param deadline when it must be ready
     * @param single whether there is one entry at most, so that it needs no room for a cursor
     */
    record PageBounds(int limit, long maxBytes, Deadline deadline, boolean single) {

        long cursorBytes(Position entry) {
            return single ? 0 : EntrySize.ofCursor(entry.key());
        }
    }

    /** Makes cursors. */
    @FunctionalInterface
    interface Cursors {

        /** A cursor that goes on after an entry; null if it would be longer than one may be. */
        @Nullable
        String after(Position entry);
    }

    PageReader(KeyCodec keys, JsonTrees json, PageBounds bounds, IntFunction<StateSource> sources, Cursors cursors) {
        this.keys = keys;
        this.json = json;
        this.bounds = bounds;
        this.sources = sources;
        this.cursors = cursors;
    }

    /**
     * Takes an entry, or refuses because the page is full: then there are more.
     *
     * @throws StateQueryException if the entry is larger than a page; it tells what goes on after it
     */
    boolean tryAdd(int partition, Object key, Object stored) {
        if (rows.size() >= bounds.limit()
                || (!rows.isEmpty() && bounds.deadline().isOver())) {
            more = true;
            return false;
        }
        Object plainKey = KeyCodecs.plain(key);
        WindowSpan span = key instanceof Windowed<?> windowed
                ? new WindowSpan(
                        windowed.window().startTime(), windowed.window().endTime())
                : null;
        Object value = value(stored);
        Entry entry = entry(plainKey, value, timestamp(stored), span);
        Position position =
                new Position(partition, span == null ? 0 : span.start().toEpochMilli(), keys.text(plainKey));
        long size = EntrySize.of(entry);
        long withCursor = size + bounds.cursorBytes(position);
        if (bytes + withCursor > bounds.maxBytes()) {
            if (rows.isEmpty()) {
                throw Refusals.entryTooLarge(position.key(), withCursor, bounds.maxBytes(), cursors.after(position));
            }
            more = true;
            return false;
        }
        bytes += size;
        rows.add(new Row(entry, new Stored(plainKey, value), sources.apply(partition)));
        last = position;
        return true;
    }

    /** To be called for what is passed over, which takes time as well. */
    void passOver() {
        if (bounds.deadline().isOver()) {
            throw Refusals.timeout();
        }
    }

    private static Object value(Object stored) {
        if (stored instanceof ValueAndTimestamp<?> stamped) {
            return stamped.value();
        }
        if (stored instanceof ValueTimestampHeaders<?> headed) {
            return headed.value();
        }
        if (stored instanceof VersionedRecord<?> version) {
            return version.value();
        }
        return stored instanceof AggregationWithHeaders<?> headed ? headed.aggregation() : stored;
    }

    private static @Nullable Instant timestamp(Object stored) {
        if (stored instanceof ValueAndTimestamp<?> stamped) {
            return Instant.ofEpochMilli(stamped.timestamp());
        }
        if (stored instanceof VersionedRecord<?> version) {
            return Instant.ofEpochMilli(version.timestamp());
        }
        return stored instanceof ValueTimestampHeaders<?> headed ? Instant.ofEpochMilli(headed.timestamp()) : null;
    }

    private Entry entry(Object key, Object value, @Nullable Instant timestamp, @Nullable WindowSpan span) {
        byte[] raw = value instanceof byte[] bare ? bare : value instanceof Bytes wrapped ? wrapped.get() : null;
        if (raw != null) {
            return new Entry(keys.shown(key), Base64.getEncoder().encodeToString(raw), "base64", timestamp, span);
        }
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        return new Entry(keys.shown(key), plain ? value : json.tree(value), null, timestamp, span);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<Row> rows() {
        return rows;
    }

    /**
     * The cursor of the next page, null if this is the last.
     *
     * @throws StateQueryException if it would be longer than one may be
     */
    @Nullable
    String next() {
        if (!more || last == null) {
            return null;
        }
        String next = cursors.after(last);
        if (next == null) {
            throw Refusals.cursorTooLong();
        }
        return next;
    }
}
