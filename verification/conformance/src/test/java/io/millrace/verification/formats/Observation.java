package io.millrace.verification.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that an application left behind so far.
 *
 * @param output records of its output
 * @param stores what queries find in each store
 * @param changelogs records of each changelog, by the part of its name after the application's
 * @param positions where it will go on to read, with the times of the partitions
 */
record Observation(
        List<Logged> output,
        Map<String, List<String>> stores,
        Map<String, List<Logged>> changelogs,
        Map<String, List<Position>> positions) {

    /** How rows of versioned stores end that have a successor. */
    private static final Pattern REPLACED = Pattern.compile("@\\d+/(\\d+)$");

    /**
     * In what another application differs from this one, as text, by the name of the section that differs.
     *
     * @param expiredMs windows and versions before this time may be missing from the other's changelogs
     */
    Map<String, String> differences(Observation other, Scenario scenario, long expiredMs) {
        Map<String, String> differences = new LinkedHashMap<>();
        compare("output", results(scenario), other.results(scenario), differences);
        compare("store", alive(expiredMs), other.alive(expiredMs), differences);
        compare("changelog", logged(scenario, other, expiredMs), other.logged(scenario, other, 0), differences);
        compare("position", positions, other.positions, differences);
        return differences;
    }

    /** By key, because the order of different keys may depend on which of two tasks is faster. */
    private Map<String, List<Logged>> results(Scenario scenario) {
        Map<String, List<Logged>> results = new LinkedHashMap<>();
        List<Logged> compared = scenario.sendsAtCommit() ? Logged.compacted(output) : output;
        compared.forEach(record -> results.computeIfAbsent(record.key().toString(), key -> new ArrayList<>())
                .add(record));
        return results;
    }

    /** Without versions that were replaced too long ago; how soon they are swept is nobody's affair. */
    private Map<String, List<String>> alive(long expiredMs) {
        Map<String, List<String>> alive = new LinkedHashMap<>();
        stores.forEach((store, rows) -> alive.put(
                store, rows.stream().filter(row -> replacedMs(row) >= expiredMs).toList()));
        return alive;
    }

    private static long replacedMs(String row) {
        Matcher replaced = REPLACED.matcher(row);
        return replaced.find() ? Long.parseLong(replaced.group(1)) : Long.MAX_VALUE;
    }

    private Map<String, List<String>> logged(Scenario scenario, Observation other, long expiredMs) {
        Map<String, List<String>> logged = new LinkedHashMap<>();
        changelogs.forEach((topic, records) -> {
            Logging logging = Logging.of(scenario, topic);
            List<Logged> others = logging.comparable(other.changelogs.getOrDefault(topic, List.of()));
            logged.put(
                    topic,
                    logging.comparable(records).stream()
                            .filter(record -> logging.time(record) >= expiredMs || others.contains(record))
                            .map(Logged::toString)
                            .sorted()
                            .toList());
        });
        return logged;
    }

    private static <T> void compare(
            String what, Map<String, List<T>> expected, Map<String, List<T>> actual, Map<String, String> differences) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            List<T> wanted = expected.getOrDefault(name, List.of());
            List<T> found = actual.getOrDefault(name, List.of());
            if (!wanted.equals(found)) {
                differences.put(
                        what + " " + name,
                        "\n  missing " + without(wanted, found) + "\n  extra " + without(found, wanted));
            }
        }
    }

    private static <T> List<T> without(List<T> lines, List<T> others) {
        List<T> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left;
    }
}
