package io.millrace.streams.query;

/** The order of the entries in an answer. */
public enum ResultOrder {

    /** Any order. */
    ANY,

    /** From the lowest to the highest. */
    ASCENDING,

    /** From the highest to the lowest. */
    DESCENDING
}
