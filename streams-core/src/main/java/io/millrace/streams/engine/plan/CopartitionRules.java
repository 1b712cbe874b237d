package io.millrace.streams.engine.plan;

import io.millrace.streams.errors.TopologyException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which topics must have equal partition counts, because a join or a shared table reads equal keys from equal partitions.
 * Topics that users created and repartition topics with an asked count set the count of their group; other repartition topics
 * follow. Unlike Kafka Streams, two user topics of different counts are refused even if no repartition topic is among them: the
 * join would silently lose matches.
 */
final class CopartitionRules {

    private final Map<String, @Nullable Integer> asked;
    private final List<Set<String>> groups;

    CopartitionRules(ExecutionPlan plan) {
        this.asked = plan.repartitions();
        this.groups = merged(plan);
    }

    /** Disjoint groups that hold every repartition topic; alone in its group if it is copartitioned with nothing. */
    List<Set<String>> groups() {
        return groups;
    }

    /** Joins groups that have a topic in common: what is equal to both is equal to all. */
    private static List<Set<String>> merged(ExecutionPlan plan) {
        List<Set<String>> merged = new ArrayList<>();
        plan.copartitioned().forEach(group -> add(merged, group));
        plan.repartitions().keySet().forEach(topic -> add(merged, Set.of(topic)));
        return merged;
    }

    private static void add(List<Set<String>> merged, Set<String> group) {
        Set<String> union = new LinkedHashSet<>(group);
        List<Set<String>> apart = new ArrayList<>();
        for (Set<String> other : merged) {
            if (other.stream().anyMatch(group::contains)) {
                union.addAll(other);
            } else {
                apart.add(other);
            }
        }
        apart.add(union);
        merged.clear();
        merged.addAll(apart);
    }

    /**
     * The count that the members of a group set, empty if all of them follow.
     *
     * @param existing partition counts of the topics that users created
     * @throws TopologyException if members set different counts
     */
    OptionalInt countSetBy(Set<String> group, Map<String, Integer> existing) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String topic : group) {
            Integer count = asked.containsKey(topic) ? asked.get(topic) : existing.get(topic);
            if (count != null) {
                counts.put(topic, count);
            }
        }
        if (Set.copyOf(counts.values()).size() > 1) {
            throw new TopologyException(
                    firstWords(counts) + "Topics that are joined must have equal partition counts, but "
                            + counts.entrySet().stream().map(this::describe).collect(Collectors.joining(", "))
                            + "; recreate topics with one count, or let one side go through repartition() without a"
                            + " partition count so that it follows the other.");
        }
        return counts.values().stream().mapToInt(Integer::intValue).findFirst();
    }

    /** Those of Kafka Streams, which people search for, if it is a repartition topic that does not fit a topic of the user's. */
    private String firstWords(Map<String, Integer> counts) {
        for (Map.Entry<String, Integer> repartition : counts.entrySet()) {
            for (Map.Entry<String, Integer> source : counts.entrySet()) {
                if (asked.containsKey(repartition.getKey())
                        && !asked.containsKey(source.getKey())
                        && !repartition.getValue().equals(source.getValue())) {
                    return "Number of partitions [" + repartition.getValue() + "] of repartition topic ["
                            + repartition.getKey() + "] doesn't match number of partitions [" + source.getValue()
                            + "] of the source topic. ";
                }
            }
        }
        return "";
    }

    private String describe(Map.Entry<String, Integer> entry) {
        String verb = asked.containsKey(entry.getKey()) ? " asks for " : " has ";
        return "'" + entry.getKey() + "'" + verb + entry.getValue();
    }
}
