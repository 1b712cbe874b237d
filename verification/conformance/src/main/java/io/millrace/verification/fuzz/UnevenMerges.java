package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds, in descriptions, merges of streams of which one goes through a repartition and another does not: Kafka Streams makes such by moving the
 * repartition behind a merge in front of it.
 */
final class UnevenMerges {

    private static final Pattern NODE = Pattern.compile("^\\s*(?:Source|Processor|Sink): (\\S+)");
    private static final String PREDECESSORS = "<-- ";
    private static final String REPARTITION = "-repartition-source";

    private final Map<String, List<String>> predecessors = new HashMap<>();

    private UnevenMerges(List<String> description) {
        String node = "";
        for (String line : description) {
            Matcher found = NODE.matcher(line);
            if (found.find()) {
                node = found.group(1);
                predecessors.put(node, new ArrayList<>());
            } else if (line.contains(PREDECESSORS)) {
                String names = line.substring(line.indexOf(PREDECESSORS) + PREDECESSORS.length());
                predecessors.put(node, List.of(names.trim().split(", ")));
            }
        }
    }

    /** Whether the description on one side has such a merge, which the other has not. */
    static boolean areIn(List<String> expected, List<String> actual) {
        UnevenMerges theirs = new UnevenMerges(expected);
        UnevenMerges ours = new UnevenMerges(actual);
        return theirs.predecessors.entrySet().stream()
                .filter(node -> node.getValue().size() > 1)
                .map(node -> node.getKey())
                .anyMatch(node -> theirs.isUneven(node) && !theirs.sources(node).equals(ours.sources(node)));
    }

    private boolean isUneven(String node) {
        Set<String> sources = sources(node);
        return sources.size() > 1 && sources.stream().anyMatch(source -> source.endsWith(REPARTITION));
    }

    /** The sources that reach a node. */
    private Set<String> sources(String node) {
        Set<String> sources = new HashSet<>();
        List<String> above = predecessors.getOrDefault(node, List.of());
        if (above.isEmpty()) {
            sources.add(node);
        }
        above.forEach(each -> sources.addAll(sources(each)));
        return sources;
    }
}
