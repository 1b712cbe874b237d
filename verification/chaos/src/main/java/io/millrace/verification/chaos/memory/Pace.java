package io.millrace.verification.chaos.memory;

/** Keeps to a rate. What could not be done in time is not made up for later, beyond a second's worth. */
final class Pace {

    private static final double NANOS = 1e9;

    private final int rate;
    private long lastNanos = System.nanoTime();
    private double owed;

    /** A pace of so many a second. */
    Pace(int rate) {
        this.rate = rate;
    }

    /** How many are to be done now. */
    long due() {
        long now = System.nanoTime();
        owed = Math.min(rate, owed + (now - lastNanos) / NANOS * rate);
        lastNanos = now;
        long due = (long) owed;
        owed -= due;
        return due;
    }
}
