package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.engine.assign.AssignmentResult.MemberTasks;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Assigns tasks to members: a function of the problem and nothing else. {@link RackPlacement} says in which rack each task is to
 * run in the end, if that matters, {@link ActivePlacement} at which member, {@link WarmupPlacement} which of them wait elsewhere until their state is there, {@link StandbyPlacement} who follows the state
 * of whom. When no task waits, the same problem with this result as what is run and followed has this result again.
 */
public final class TaskAssignment {

    private static final AssignmentConfigs NO_STANDBYS = new AssignmentConfigs(0L, 1, 0, 60_000L, List.of());

    private TaskAssignment() {}

    /** Assigns every task of a problem to exactly one member, if there is any member. */
    public static AssignmentResult solve(AssignmentProblem problem) {
        Group group = new Group(problem.members());
        Recovery recovery = new Recovery(problem, group);
        Map<TaskId, MemberShare> owners = group.owners(problem.tasks());
        RackPlacement.parts(problem, group, recovery, owners)
                .forEach(part -> new ActivePlacement(part.tasks(), part.group(), recovery).place());
        WarmupPlacement warmups = new WarmupPlacement(problem, recovery);
        warmups.decide(group.placed(), owners);
        new StandbyPlacement(problem, group, recovery, warmups.running(), warmups.waiting()).place();
        warmups.warmUp();
        Map<String, SortedSet<TaskId>> active = new TreeMap<>();
        warmups.running()
                .forEach((task, member) -> active.computeIfAbsent(member.id(), id -> new TreeSet<>())
                        .add(task));
        Map<String, MemberTasks> result = new TreeMap<>();
        group.processes()
                .forEach(process -> divideStandbys(process)
                        .forEach((id, standbys) ->
                                result.put(id, new MemberTasks(active.getOrDefault(id, new TreeSet<>()), standbys))));
        return new AssignmentResult(result, !warmups.waiting().isEmpty());
    }

    /** Divides what one process is to run and follow among its members. */
    static Map<String, MemberTasks> within(List<Member> members, Set<TaskId> active, Set<TaskId> standbys) {
        AssignmentProblem problem = new AssignmentProblem(members, active, Map.of(), NO_STANDBYS);
        Group group = new Group(members);
        new ActivePlacement(active, group, new Recovery(problem, group)).place();
        Map<String, MemberTasks> result = new TreeMap<>();
        for (ProcessShare process : group.processes()) {
            process.standbys().addAll(standbys);
            Map<String, SortedSet<TaskId>> divided = divideStandbys(process);
            for (MemberShare member : process.members()) {
                result.put(
                        member.id(),
                        new MemberTasks(member.active(), divided.getOrDefault(member.id(), new TreeSet<>())));
            }
        }
        return result;
    }

    /** Each member goes on with what it follows, up to its part; the rest goes to those with fewest. */
    private static Map<String, SortedSet<TaskId>> divideStandbys(ProcessShare process) {
        Map<String, SortedSet<TaskId>> divided = new TreeMap<>();
        SortedSet<TaskId> rest = new TreeSet<>(process.standbys());
        int part = (rest.size() + process.threads() - 1) / process.threads();
        for (MemberShare member : process.members()) {
            SortedSet<TaskId> kept = new TreeSet<>();
            for (TaskId task : new TreeSet<>(member.member().standbys())) {
                if (kept.size() < part && rest.remove(task)) {
                    kept.add(task);
                }
            }
            divided.put(member.id(), kept);
        }
        for (TaskId task : rest) {
            divided.values().stream()
                    .min(Comparator.comparingInt(standbys -> standbys.size()))
                    .orElseThrow()
                    .add(task);
        }
        return divided;
    }
}
