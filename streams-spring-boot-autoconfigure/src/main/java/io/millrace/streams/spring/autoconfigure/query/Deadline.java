package io.millrace.streams.spring.autoconfigure.query;

import java.time.Duration;

/**
 * When an answer must be ready.
 *
 * @param nanos the time, as {@link System#nanoTime()} has it
 */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }
}
