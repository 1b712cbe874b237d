package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one member has so far, while an assignment is being made. */
final class MemberShare {

    private final AssignmentProblem.Member member;
    private final ProcessShare process;
    private final SortedSet<TaskId> active = new TreeSet<>();
    private final Map<Integer, Integer> countBySubtopology = new HashMap<>();
    private int quota;

    MemberShare(AssignmentProblem.Member member, ProcessShare process) {
        this.member = member;
        this.process = process;
    }

    AssignmentProblem.Member member() {
        return member;
    }

    String id() {
        return member.id();
    }

    ProcessShare process() {
        return process;
    }

    SortedSet<TaskId> active() {
        return active;
    }

    void add(TaskId task) {
        if (active.add(task)) {
            countBySubtopology.merge(task.subtopology(), 1, Integer::sum);
            process.countActive(1);
        }
    }

    void remove(TaskId task) {
        if (active.remove(task)) {
            countBySubtopology.merge(task.subtopology(), -1, Integer::sum);
            process.countActive(-1);
        }
    }

    int countOf(int subtopology) {
        return countBySubtopology.getOrDefault(subtopology, 0);
    }

    void setQuota(int quota) {
        this.quota = quota;
    }

    int free() {
        return quota - active.size();
    }
}
