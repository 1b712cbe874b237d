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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where partitions are, if {@code rack.aware.assignment.strategy} makes use of it, and says once what it lacks for that. Used by the thread of
 * the group's leader.
 */
final class RackWatch {

    private boolean warned;

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
        boolean severalRacks = Set.copyOf(known).size() > 1;
        Racks racks = severalRacks ? ask(group) : Racks.NOT_ASKED;
        String lacking = null;
        if (known.size() < group.members().size()) {
            lacking = (group.members().size() - known.size()) + " of "
                    + group.members().size() + " members have no rack: set client.rack in every instance";
        } else if (severalRacks
                && racks.complete()
                && racks.byTask().size() < group.tasks().size()) {
            lacking = "the racks of brokers are not known: set broker.rack in every broker";
        }
        if (warned || lacking == null) {
            return racks;
        }
        warned = true;
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
        Map<TopicPartition, Set<String>> known = group.leader().racks(asked);
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
}
