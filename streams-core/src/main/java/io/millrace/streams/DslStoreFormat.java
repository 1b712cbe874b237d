package io.millrace.streams;

import java.util.Locale;

/** What a store of the DSL keeps with each value. */
public enum DslStoreFormat {

    /** Nothing. */
    PLAIN("PLAIN"),

    /** The timestamp. */
    TIMESTAMPED("TIMESTAMPED"),

    /** The timestamp and the headers. */
    HEADERS("HEADERS");

    /** The name, which is read without regard to case. */
    public final String name;

    DslStoreFormat(String name) {
        this.name = name;
    }

    /**
     * Reads the name of a format.
     *
     * @param name the name, in upper or lower case
     * @return the format
     * @throws IllegalArgumentException if there is no format of that name
     */
    public static DslStoreFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
