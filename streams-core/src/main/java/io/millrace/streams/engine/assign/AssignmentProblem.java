package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What has to be assigned, and to whom.
 *
 * @param members those who can run tasks, each one thread; their order does not matter
 * @param tasks the tasks to run
 */
public record AssignmentProblem(List<Member> members, Set<TaskId> tasks) {

    public AssignmentProblem {
        members = List.copyOf(members);
        tasks = Set.copyOf(tasks);
    }

    /**
     * A member of the group.
     *
     * @param id unique in the group
     * @param process the process it runs in; members of one process share a state directory
     * @param running tasks it runs now
     * @param stored tasks whose state is on its process's disk
     */
    public record Member(String id, UUID process, Set<TaskId> running, Set<TaskId> stored) {

        public Member {
            running = Set.copyOf(running);
            stored = Set.copyOf(stored);
        }
    }
}
