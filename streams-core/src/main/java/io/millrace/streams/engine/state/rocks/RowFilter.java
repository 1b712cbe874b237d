package io.millrace.streams.engine.state.rocks;

/**
 * Remembers rows by their hashes, in a byte each: it says of certain rows that they are not among them, and errs for one in some
 * fifteen others. The bits of a hash are in one word, so that the processor waits for memory once. One thread adds; what
 * others see meanwhile is for them to check.
 */
final class RowFilter {

    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    private static final int WORD_BITS = 6;

    private final long[] words;
    private final int mostRows;
    private int rows;

    /** A filter of a power of two of bytes, as many as there may be rows. */
    RowFilter(int bytes) {
        this.words = new long[bytes / Long.BYTES];
        this.mostRows = bytes;
    }

    /** Adds a row; false if there are too many. */
    boolean add(int hash) {
        long mixed = hash * FACTOR;
        int word = word(mixed);
        long before = words[word];
        long after = before | bits(mixed);
        if (after != before) {
            words[word] = after;
            rows++;
        }
        return rows <= mostRows;
    }

    /** Whether the row may have been added. */
    boolean mayHave(int hash) {
        long mixed = hash * FACTOR;
        long bits = bits(mixed);
        return (words[word(mixed)] & bits) == bits;
    }

    private int word(long mixed) {
        return ((int) (mixed >>> Integer.SIZE)) & (words.length - 1);
    }

    /** Three bits; a shift heeds the lowest six of its distance only. */
    private static long bits(long mixed) {
        long rest = (mixed >>> (Long.SIZE - Integer.SIZE / 2)) ^ mixed;
        return (1L << rest) | (1L << (rest >>> WORD_BITS)) | (1L << (rest >>> (2 * WORD_BITS)));
    }
}
