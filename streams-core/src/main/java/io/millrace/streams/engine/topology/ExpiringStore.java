package io.millrace.streams.engine.topology;

/**
 * A store builder whose stores forget entries by age. The changelog of such a store is cleaned by age too, so the compiler has
 * to know what is kept and how long, which the mirrored builder interface does not tell.
 */
public interface ExpiringStore {

    /** How long behind stream time an entry can still be asked for, in milliseconds. */
    long retentionMs();

    /** What the changelog keeps until then. */
    default Keeps keeps() {
        return Keeps.LAST_VALUE;
    }

    /** What a changelog keeps. */
    enum Keeps {
        /** The last value of each key: window and session stores. */
        LAST_VALUE,
        /** Every record, because several have one key: window stores that retain duplicates. */
        EVERY_RECORD,
        /** The last value of each key for ever, older ones for the retention: versioned stores. */
        EVERY_VERSION
    }
}
