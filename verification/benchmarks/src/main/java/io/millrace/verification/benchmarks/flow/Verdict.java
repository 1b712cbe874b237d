package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Spread;
import java.util.Locale;

/**
 * What a line comes to.
 *
 * @param line what was measured
 * @param ratio how many times less Millrace took, in each round
 * @param target how many times it shall be
 */
record Verdict(String line, Spread ratio, double target) {

    /** The same, with a line that says of what. */
    Verdict of(String what) {
        return new Verdict(what + ": " + line, ratio, target);
    }

    boolean met() {
        return ratio.median() >= target;
    }

    String ratioText() {
        return String.format(Locale.ROOT, "**%.2f** (%.2f..%.2f)", ratio.median(), ratio.least(), ratio.most());
    }

    String targetText() {
        return String.format(Locale.ROOT, "%.1f x, %s", target, met() ? "met" : "missed");
    }
}
