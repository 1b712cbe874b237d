package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What has to be assigned, and to whom.
 *
 * @param members those who can run tasks, each one thread; their order does not matter
 * @param tasks the tasks to run
 * @param restorable those of the tasks that have changelogs, each with the number of records it takes to restore it from nothing, or
 *     {@link #NOT_KNOWN}
 * @param racks of the partitions of a task, inputs and changelogs, the racks that have a replica; tasks of which this is not known, or
 *     makes no difference, are absent
 * @param configs what the configuration says
 */
public record AssignmentProblem(
        List<Member> members,
        Set<TaskId> tasks,
        Map<TaskId, Long> restorable,
        Map<TaskId, List<Set<String>>> racks,
        AssignmentConfigs configs) {

    /** In place of a number of records: more than any number. */
    public static final long NOT_KNOWN = Long.MAX_VALUE;

    public AssignmentProblem {
        members = List.copyOf(members);
        tasks = Set.copyOf(tasks);
        restorable = Map.copyOf(restorable);
        racks = Map.copyOf(racks);
    }

    /** A problem in which it makes no difference where partitions are. */
    public AssignmentProblem(
            List<Member> members, Set<TaskId> tasks, Map<TaskId, Long> restorable, AssignmentConfigs configs) {
        this(members, tasks, restorable, Map.of(), configs);
    }

    /**
     * A member of the group.
     *
     * @param id unique in the group
     * @param process the process it runs in; the members of a process share its state
     * @param running tasks it runs now
     * @param standbys tasks whose state it follows now
     * @param lags tasks whose state its process has, each with the number of records it is behind, or {@link #NOT_KNOWN}
     * @param site where it runs
     */
    public record Member(
            String id, UUID process, Set<TaskId> running, Set<TaskId> standbys, Map<TaskId, Long> lags, Site site) {

        public Member {
            running = Set.copyOf(running);
            standbys = Set.copyOf(standbys);
            lags = Map.copyOf(lags);
        }
    }
}
