package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the answer to a query.
 *
 * @param type the kind of store: {@code key-value}, {@code window}, {@code session} or {@code versioned}
 * @param rows what was found: partition by partition, and in the order of the serialised keys within a partition
 * @param source where it was read
 * @param missing the partitions of the store that are left out
 * @param limit how many entries were asked for at most
 * @param next the cursor of the next page, null if this is the last
 */
public record StorePage(
        String type,
        List<Row> rows,
        StateSource source,
        List<Integer> missing,
        int limit,
        @Nullable String next) {

    /** Copies what was found. */
    public StorePage {
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
    }

    /**
     * An entry, and what it was made of.
     *
     * @param entry the entry as it is shown
     * @param stored key and value as they are stored, null if they came from another instance
     * @param source where it was read
     */
    public record Row(Entry entry, @Nullable Stored stored, StateSource source) {}

    /** Key and value as they are stored. */
    record Stored(Object key, Object value) {}

    /**
     * An entry.
     *
     * @param key its key, as text, number or JSON
     * @param value its value, as text, number or JSON
     * @param encoding {@code base64} if the value is bytes, else null
     * @param timestamp when the value was changed last in event time, null if the store does not keep that
     * @param window the window or session, null in a key-value store
     */
    public record Entry(
            Object key,
            Object value,
            @Nullable String encoding,
            @Nullable Instant timestamp,
            @Nullable WindowSpan window) {}

    /**
     * A window or a session.
     *
     * @param start its start, inclusive
     * @param end its end: exclusive of a window, inclusive of a session
     */
    public record WindowSpan(Instant start, Instant end) {}

    StorePage missing(List<Integer> left) {
        return new StorePage(type, rows, source, left, limit, next);
    }
}
