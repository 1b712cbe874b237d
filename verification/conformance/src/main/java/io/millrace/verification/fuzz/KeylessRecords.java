package io.millrace.verification.fuzz;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds records without a key that Millrace sends through a merged repartition, because others read it besides those that asked for it, and that
 * Kafka Streams drops in front of all.
 */
final class KeylessRecords {

    private static final Pattern NODE = Pattern.compile("^\\s*(Source|Processor|Sink): (\\S+)");
    private static final Pattern TOPIC = Pattern.compile("^topic app-(.+-repartition)$");
    private static final Pattern KEYLESS = Pattern.compile("^step (\\d+): null = ");
    private static final String SUCCESSORS = "--> ";

    private final Map<String, Set<String>> successors = new HashMap<>();
    private final Set<String> withoutStores = new HashSet<>();

    private KeylessRecords(List<String> description) {
        String node = "";
        for (String line : description) {
            Matcher found = NODE.matcher(line);
            if (found.find()) {
                node = found.group(2);
                successors.put(node, Set.of());
                if (!found.group(1).equals("Processor") || line.contains("(stores: [])")) {
                    withoutStores.add(node);
                }
            } else if (line.contains(SUCCESSORS) && !line.endsWith("none")) {
                String names = line.substring(line.indexOf(SUCCESSORS) + SUCCESSORS.length());
                successors.put(node, Set.of(names.trim().split(", ")));
            }
        }
    }

    /** The step of the first such record, or {@link Long#MAX_VALUE} if there is none. */
    static long firstStep(Trial.Result result) {
        Map<String, List<String>> expected = result.expected().sections();
        Map<String, List<String>> actual = result.actual().sections();
        KeylessRecords nodes = new KeylessRecords(actual.getOrDefault("description", List.of()));
        long first = Long.MAX_VALUE;
        for (Map.Entry<String, List<String>> section : actual.entrySet()) {
            Matcher topic = TOPIC.matcher(section.getKey());
            if (topic.matches() && nodes.othersRead(topic.group(1) + "-source")) {
                long theirs = firstStep(expected.getOrDefault(section.getKey(), List.of()));
                long ours = firstStep(section.getValue());
                first = theirs == Long.MAX_VALUE ? Math.min(first, ours) : first;
            }
        }
        return first;
    }

    private static long firstStep(List<String> lines) {
        return lines.stream()
                .map(KEYLESS::matcher)
                .filter(Matcher::find)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Whether records come from there to an end without meeting what asks for a repartition: operators with a store. */
    private boolean othersRead(String node) {
        Set<String> next = successors.get(node);
        return next != null
                && withoutStores.contains(node)
                && (next.isEmpty() || next.stream().anyMatch(this::othersRead));
    }
}
