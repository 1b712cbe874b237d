package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Row;
import java.util.List;

/** How many bytes entries take in an answer: never fewer than they will. */
final class EntrySize {

    /** Names of fields, timestamp, window and what is between them. */
    private static final int FRAME = 200;

    /** Names of topology and store, where it was read, and the names of those fields. */
    private static final long LEAST_ANSWER = 1024;

    /** A control character is written as six. */
    private static final int ESCAPED = 6;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int FIRST_OF_TWO_BYTES = 0x80;
    private static final int FIRST_OF_THREE_BYTES = 0x800;

    private EntrySize() {}

    static long of(Entry entry) {
        return FRAME + json(entry.key()) + json(entry.value());
    }

    static long of(List<Row> rows) {
        long bytes = 0;
        for (Row row : rows) {
            bytes += of(row.entry());
        }
        return bytes;
    }

    /**
     * How many bytes the cursor of a page may take that ends with a key: that of the instance that has the entry, within that of
     * the one that was asked.
     */
    static long ofCursor(String key) {
        long bytes = 0;
        for (int i = 0; i < key.length(); i++) {
            bytes += bytes(key.charAt(i), false);
        }
        return CursorSeal.length(CursorSeal.length(bytes));
    }

    /** What entries and cursor may take of a body of that size; the rest is for what the answer says of itself. */
    static long share(long bodyBytes) {
        return Math.max(0, bodyBytes - Math.max(bodyBytes / 16, LEAST_ANSWER));
    }

    private static long json(Object value) {
        boolean text = value instanceof String;
        String written = value.toString();
        long bytes = 2;
        for (int i = 0; i < written.length(); i++) {
            bytes += bytes(written.charAt(i), text);
        }
        return bytes;
    }

    private static int bytes(char c, boolean text) {
        if (c < FIRST_PRINTABLE) {
            return text ? ESCAPED : 1;
        }
        if (c < FIRST_OF_TWO_BYTES) {
            return text && (c == '"' || c == '\\') ? 2 : 1;
        }
        // Half of a pair is as good as any other of three.
        return c < FIRST_OF_THREE_BYTES ? 2 : 3;
    }
}
