package io.millrace.streams.spring.autoconfigure.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the answer to a query.
 *
 * @param type the kind of store: {@code key-value} or {@code window}
 * @param entries what was found: partition by partition, and in the order of the serialised keys within a partition
 * @param partitions the partitions that this instance hosts
 * @param limit how many entries were asked for at most
 * @param next the cursor of the next page, null if this is the last
 */
public record StorePage(
        String type,
        List<Entry> entries,
        List<Integer> partitions,
        int limit,
        @Nullable String next) {

    /**
     * An entry.
     *
     * @param key its key, as text, number or JSON
     * @param value its value, as text, number or JSON
     * @param encoding {@code base64} if the value is bytes, else null
     * @param timestamp when the value was changed last in event time, null if the store does not keep that
     * @param window the window, null in a key-value store
     */
    public record Entry(
            Object key,
            Object value,
            @Nullable String encoding,
            @Nullable Instant timestamp,
            @Nullable WindowSpan window) {}

    /**
     * A window.
     *
     * @param start its start, inclusive
     * @param end its end, exclusive
     */
    public record WindowSpan(Instant start, Instant end) {}
}
