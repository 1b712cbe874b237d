package io.millrace.streams.processor;

/** The clock by which a {@link Punctuator} is scheduled. */
public enum PunctuationType {

    /** Event time: advances only with the timestamps of the records that the task processes. */
    STREAM_TIME,

    /** The system's clock: advances whether records arrive or not. */
    WALL_CLOCK_TIME
}
