package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The first place of a section where two observations part.
 *
 * @param section its name
 * @param line the number of the line
 * @param expected of Kafka Streams, or null if it has no such line
 * @param actual of Millrace, or null
 */
public record Difference(String section, int line, String expected, String actual) {

    /** How the sections begin that tell the changelogs of stores that forget with time. */
    public static final String FORGETTING_CHANGELOG = "changelog of forgetting ";

    /** The section, not compared, that tells by their steps the exceptions that ended a program or that it went on after. */
    public static final String FAILURES = "#failures";

    /** One difference for each section that has any. */
    static List<Difference> between(Observation expected, Observation actual) {
        List<Difference> found = new ArrayList<>();
        Map<String, List<String>> left = expected.sections();
        Map<String, List<String>> right = actual.sections();
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            if (name.startsWith("#")) {
                continue;
            }
            Difference difference = name.startsWith(FORGETTING_CHANGELOG)
                    ? extra(name, left.getOrDefault(name, List.of()), right.getOrDefault(name, List.of()))
                    : first(name, left.getOrDefault(name, List.of()), right.getOrDefault(name, List.of()));
            if (difference != null) {
                found.add(difference);
            }
        }
        return found;
    }

    private static Difference extra(String name, List<String> left, List<String> right) {
        for (int i = 0; i < right.size(); i++) {
            if (!left.contains(right.get(i))) {
                return new Difference(name, i, null, right.get(i));
            }
        }
        return null;
    }

    private static Difference first(String name, List<String> left, List<String> right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String expected = i < left.size() ? left.get(i) : null;
            String actual = i < right.size() ? right.get(i) : null;
            if (expected == null || !expected.equals(actual)) {
                return new Difference(name, i, expected, actual);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return section + ", line " + line + "\n    Kafka Streams: " + expected + "\n    Millrace:      " + actual;
    }
}
