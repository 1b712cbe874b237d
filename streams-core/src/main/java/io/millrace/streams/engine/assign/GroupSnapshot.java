package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A group before an assignment: its members, what they run, and the tasks there are.
 *
 * @param members what each member tells about itself, by member id
 * @param running the tasks each member runs, as far as its word counts
 * @param tasks the tasks, with what they read
 * @param leader who makes the assignment
 */
record GroupSnapshot(
        SortedMap<String, MemberSubscription> members,
        Map<String, Set<TaskId>> running,
        Map<TaskId, Set<TopicPartition>> tasks,
        GroupMember leader) {

    GroupSnapshot {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        running = Map.copyOf(running);
        tasks = Map.copyOf(tasks);
    }

    /** The tasks that have changelogs, with these. */
    Map<TaskId, Set<TopicPartition>> changelogs() {
        Map<TaskId, Set<TopicPartition>> changelogs = new HashMap<>();
        for (TaskId task : tasks.keySet()) {
            Set<TopicPartition> partitions = leader.changelogs(task);
            if (!partitions.isEmpty()) {
                changelogs.put(task, partitions);
            }
        }
        return changelogs;
    }

    /**
     * The problem of who runs what; asks the brokers for the ends of changelogs, if it can depend on them.
     *
     * @param racks where the partitions are, see {@link AssignmentProblem#racks}
     */
    Known toProblem(Map<TaskId, List<Set<String>>> racks) {
        Map<TaskId, Set<TopicPartition>> changelogs = changelogs();
        ChangelogSizes sizes = canDependOnSizes(changelogs.keySet())
                ? ChangelogSizes.ask(leader, changelogs)
                : ChangelogSizes.notAsked(changelogs.keySet());
        return new Known(problem(sizes, racks), sizes.complete());
    }

    /**
     * A problem.
     *
     * @param complete whether all that was asked was answered
     */
    record Known(AssignmentProblem problem, boolean complete) {}

    /** A problem with what is known of the changelogs. */
    AssignmentProblem problem(ChangelogSizes sizes) {
        return problem(sizes, Map.of());
    }

    private AssignmentProblem problem(ChangelogSizes sizes, Map<TaskId, List<Set<String>>> racks) {
        Map<UUID, Set<TaskId>> runningBy = new HashMap<>();
        members.forEach((id, member) -> runningBy
                .computeIfAbsent(member.process(), process -> new HashSet<>())
                .addAll(runs(id)));
        List<Member> contenders = new ArrayList<>();
        members.forEach((id, member) -> {
            Set<TaskId> here = runningBy.getOrDefault(member.process(), Set.of());
            Map<TaskId, Long> lags = new HashMap<>();
            member.stored().forEach((task, offsets) -> lags.put(task, sizes.lag(task, offsets, here.contains(task))));
            contenders.add(new Member(id, member.process(), runs(id), member.standbys(), lags, member.site()));
        });
        return new AssignmentProblem(contenders, tasks.keySet(), sizes.ends(), racks, leader.configs());
    }

    /** With one process, or if nobody has any state, it is nobody's concern how much there is to restore. */
    private boolean canDependOnSizes(Set<TaskId> restorable) {
        boolean severalProcesses = members.values().stream()
                        .map(MemberSubscription::process)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
        return severalProcesses
                && members.entrySet().stream()
                        .anyMatch(member -> !Collections.disjoint(runs(member.getKey()), restorable)
                                || !Collections.disjoint(
                                        member.getValue().stored().keySet(), restorable));
    }

    private Set<TaskId> runs(String member) {
        return running.getOrDefault(member, Set.of());
    }
}
