package io.millrace.sample;

/** Numbers as people read them. */
final class Rounded {

    private Rounded() {}

    /** The mean, to two decimals. */
    static double mean(long total, long count) {
        return Math.round(100.0 * total / count) / 100.0;
    }
}
