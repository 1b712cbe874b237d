package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one member has so far, while an assignment is being made. */
final class MemberShare {

    private final AssignmentProblem.Member member;
    private final SortedSet<TaskId> active = new TreeSet<>();
    private final Map<Integer, Integer> countBySubtopology = new HashMap<>();
    private int quota;

    MemberShare(AssignmentProblem.Member member) {
        this.member = member;
    }

    AssignmentProblem.Member member() {
        return member;
    }

    SortedSet<TaskId> active() {
        return active;
    }

    void add(TaskId task) {
        if (active.add(task)) {
            countBySubtopology.merge(task.subtopology(), 1, Integer::sum);
        }
    }

    void remove(TaskId task) {
        if (active.remove(task)) {
            countBySubtopology.merge(task.subtopology(), -1, Integer::sum);
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
