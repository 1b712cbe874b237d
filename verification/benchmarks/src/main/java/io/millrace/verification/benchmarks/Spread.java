package io.millrace.verification.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * What was measured several times.
 *
 * @param least the least
 * @param median the middle
 * @param most the most
 */
public record Spread(double least, double median, double most) {

    private static final double PERCENT = 100;

    /** @param values at least one */
    public static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The same in another unit. */
    public Spread dividedBy(double factor) {
        return new Spread(least / factor, median / factor, most / factor);
    }

    /** The median in this format, and how far the others were from it. */
    public String format(String format) {
        return String.format(Locale.ROOT, format + " (%s..%s)", median, percent(least), percent(most));
    }

    private String percent(double value) {
        return median == 0 ? "0 %" : String.format(Locale.ROOT, "%+.0f %%", (value / median - 1) * PERCENT);
    }
}
