package io.millrace.streams.engine.assign;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where partitions are, if {@code rack.aware.assignment.strategy} makes use of it, and says what it lacks for that, once until it is something else. Used by the thread of
 * the group's leader.
 */
final class RackWatch {

    /** With more, as many as hosts, say, nobody has replicas in each, and finding the best places takes time with their third power. */
    private static final int MOST_RACKS = 32;

    private String warned = "";

    /**
     * Where partitions are.
     *
     * @param byTask as in {@link AssignmentProblem#racks}
     * @param complete whether all that was asked was answered
     * @param warning what the strategy lacks, null if that is nothing or was said before
     */
    record Racks(
            Map<TaskId, List<Set<String>>> byTask,
            boolean complete,
            @Nullable String warning) {

        private static final Racks NOT_ASKED = new Racks(Map.of(), true, null);

        Racks withWarning(@Nullable String text) {
            return new Racks(byTask, complete, text);
        }
    }

    Racks look(GroupSnapshot group) {
        String strategy = group.leader().configs().rackAwareAssignmentStrategy();
        if (strategy.equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE)) {
            return Racks.NOT_ASKED;
        }
        List<String> known = group.members().values().stream()
                .map(member -> member.site().rack())
                .filter(Objects::nonNull)
                .toList();
        int count = Set.copyOf(known).size();
        Racks racks = count > 1 && count <= MOST_RACKS ? ask(group) : Racks.NOT_ASKED;
        String lacking = null;
        if (count > MOST_RACKS) {
            lacking = "members are in " + count + " racks: " + MOST_RACKS + " are the most that are looked at";
        } else if (known.size() < group.members().size()) {
            lacking = (group.members().size() - known.size()) + " of "
                    + group.members().size() + " members have no rack: set client.rack in every instance";
        } else if (count > 1 && racks.byTask().size() < group.tasks().size()) {
            lacking = racks.complete()
                    ? "the racks of brokers are not known: set broker.rack in every broker"
                    : "the racks of some partitions were not told: check whether brokers are down, and the right to"
                            + " describe the topics";
        }
        if (lacking == null || lacking.equals(warned)) {
            return racks;
        }
        warned = lacking;
        return racks.withWarning(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG + "=" + strategy
                + " is not heeded in full, because " + lacking);
    }

    private static Racks ask(GroupSnapshot group) {
        Map<TaskId, Set<TopicPartition>> partitions = new HashMap<>();
        Set<TopicPartition> asked = new HashSet<>();
        group.tasks().forEach((task, inputs) -> {
            Set<TopicPartition> all = new HashSet<>(inputs);
            all.addAll(group.leader().changelogs(task));
            partitions.put(task, all);
            asked.addAll(all);
        });
        Map<TopicPartition, Set<String>> known = told(group.leader(), asked);
        Map<TaskId, List<Set<String>>> byTask = new HashMap<>();
        partitions.forEach((task, all) -> {
            List<Set<String>> racks = new ArrayList<>();
            all.forEach(partition -> racks.add(known.getOrDefault(partition, Set.of())));
            if (racks.stream().noneMatch(Set::isEmpty)) {
                byTask.put(task, racks);
            }
        });
        return new Racks(byTask, known.keySet().containsAll(asked), null);
    }

    private static Map<TopicPartition, Set<String>> told(GroupMember leader, Set<TopicPartition> asked) {
        try {
            return leader.racks(asked);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return Map.of();
        }
    }
}
