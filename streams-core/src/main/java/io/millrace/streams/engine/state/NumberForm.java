package io.millrace.streams.engine.state;

/**
 * Values that are a number and perhaps a time, which a buffer can change where they are. To hold a new object in place of an old one
 * makes work for the garbage collector that takes longer than all else a count does.
 */
public interface NumberForm {

    /** Whether a value, as it is held, is of this form; a store may hold others too, such as bytes. */
    boolean takes(Object held);

    /** The number in a value. */
    long number(Object held);

    /** The time in a value; any, if it has none. */
    long timestampMs(Object held);

    /** The value with this number and time. */
    Object held(long number, long timestampMs);
}
