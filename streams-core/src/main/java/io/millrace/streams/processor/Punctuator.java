package io.millrace.streams.processor;

/**
 * A callback that a processor schedules to run at intervals of stream time or of wall-clock time.
 *
 * @see PunctuationType
 */
@FunctionalInterface
public interface Punctuator {

    /**
     * Runs once the interval has passed, on the thread that owns the task.
     *
     * @param timestamp stream time or wall-clock time, as scheduled, in milliseconds since the epoch
     */
    void punctuate(long timestamp);
}
