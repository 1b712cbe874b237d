package io.millrace.streams.engine.time;

/** The engine's only source of wall-clock and elapsed time, so that tests and simulations decide what time it is. */
public interface Clock {

    /** The wall clock in epoch milliseconds. */
    long nowMs();

    /** A monotonic time in nanoseconds, for measuring how long something took. */
    long nanoTime();

    /** A monotonic time in milliseconds, for waiting: setting the wall clock neither ends a wait nor makes it longer. */
    default long elapsedMs() {
        return Math.floorDiv(nanoTime(), 1_000_000L);
    }
}
