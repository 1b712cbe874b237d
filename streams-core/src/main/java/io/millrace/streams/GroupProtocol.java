package io.millrace.streams;

import java.util.Locale;

/** How the clients of an application share its tasks. */
public enum GroupProtocol {

    /** One of the clients assigns the tasks. */
    CLASSIC("CLASSIC"),

    /** The broker assigns the tasks. */
    STREAMS("STREAMS");

    /** The name in the configuration, which is read without regard to case. */
    public final String name;

    GroupProtocol(String name) {
        this.name = name;
    }

    /**
     * Reads the name of a protocol.
     *
     * @param name the name, in upper or lower case
     * @return the protocol
     * @throws IllegalArgumentException if there is no protocol of that name
     */
    public static GroupProtocol of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
