package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The members of a group by process, each in the order of its ids, so that an assignment does not depend on who joined first. */
final class Group {

    private final List<MemberShare> members = new ArrayList<>();
    private final Map<UUID, ProcessShare> processes = new TreeMap<>();

    Group(List<Member> joined) {
        joined.stream()
                .sorted(Comparator.comparing(Member::id))
                .forEach(member -> members.add(processes
                        .computeIfAbsent(member.process(), id -> new ProcessShare(id, member.site()))
                        .join(member)));
    }

    private Group(Collection<ProcessShare> some) {
        for (ProcessShare process : some) {
            processes.put(process.id(), process);
            members.addAll(process.members());
        }
        members.sort(Comparator.comparing(MemberShare::id));
    }

    /** Some of its processes. */
    Group within(Collection<ProcessShare> some) {
        return new Group(some);
    }

    /** Who runs which of these tasks. */
    Map<TaskId, MemberShare> owners(Set<TaskId> tasks) {
        Map<TaskId, MemberShare> owners = new HashMap<>();
        for (MemberShare member : members) {
            for (TaskId task : member.member().running()) {
                if (tasks.contains(task)) {
                    owners.putIfAbsent(task, member);
                }
            }
        }
        return owners;
    }

    /** Who is to run which task. */
    Map<TaskId, MemberShare> placed() {
        Map<TaskId, MemberShare> placed = new TreeMap<>();
        members.forEach(member -> member.active().forEach(task -> placed.put(task, member)));
        return placed;
    }

    List<MemberShare> members() {
        return members;
    }

    List<ProcessShare> processes() {
        return List.copyOf(processes.values());
    }
}
