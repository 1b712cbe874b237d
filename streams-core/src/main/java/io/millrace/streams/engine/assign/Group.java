package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    List<MemberShare> members() {
        return members;
    }

    List<ProcessShare> processes() {
        return List.copyOf(processes.values());
    }
}
