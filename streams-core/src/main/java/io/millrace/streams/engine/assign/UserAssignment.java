package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.engine.assign.AssignmentResult.MemberTasks;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils;
import io.millrace.streams.processor.assignment.TaskAssignor;
import io.millrace.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.millrace.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.common.Cluster;

/**
 * Lets the user's assignor say which client runs which task; the members of a client share its tasks as in any assignment. Standbys and
 * follow-up rebalances that the assignor asks for are left out. Used by the thread of the group's leader.
 */
public final class UserAssignment {

    private final TaskAssignor assignor;
    private final ExecutionPlan plan;
    private final AssignmentConfigs configs;

    /**
     * Assignments by the user's assignor.
     *
     * @param assignor the user's, configured
     * @param plan what the application runs
     * @param configs what the assignor may want to know of the configuration
     */
    public UserAssignment(TaskAssignor assignor, ExecutionPlan plan, AssignmentConfigs configs) {
        this.assignor = assignor;
        this.plan = plan;
        this.configs = configs;
    }

    /**
     * Assigns.
     *
     * @throws TaskAssignmentException if the assignor throws, or its assignment is not valid
     */
    AssignmentResult solve(
            AssignmentProblem problem,
            Map<String, MemberSubscription> members,
            PartitionedPlan tasks,
            Cluster metadata) {
        GroupState state = new GroupState(configs, problem, members, GroupTask.all(plan, tasks, metadata));
        TaskAssignment assignment;
        try {
            assignment = assignor.assign(state);
        } catch (RuntimeException e) {
            throw new TaskAssignmentException(
                    "The task assignor " + assignor.getClass().getName() + " failed: " + e, e);
        }
        AssignmentError error = TaskAssignmentUtils.validateTaskAssignment(state, assignment);
        if (error != AssignmentError.NONE) {
            throw new InvalidAssignmentException(assignor, error);
        }
        return byMember(problem, assignment);
    }

    /** Tells the assignor what came of its assignment. */
    void computed(GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
        assignor.onAssignmentComputed(assignment, subscription, error);
    }

    private static AssignmentResult byMember(AssignmentProblem problem, TaskAssignment assignment) {
        Map<String, MemberTasks> result = new TreeMap<>();
        for (KafkaStreamsAssignment client : assignment.assignment()) {
            UUID process = client.processId().id();
            List<Member> members = new ArrayList<>();
            for (Member member : problem.members()) {
                if (member.process().equals(process)) {
                    members.add(member);
                }
            }
            Set<TaskId> tasks = new HashSet<>();
            client.tasks().values().stream()
                    .filter(task -> task.type() == AssignedTask.Type.ACTIVE)
                    .forEach(task -> tasks.add(task.id()));
            result.putAll(io.millrace.streams.engine.assign.TaskAssignment.solve(new AssignmentProblem(members, tasks))
                    .byMember());
        }
        return new AssignmentResult(result, false);
    }

    /** The user's assignor made something that is no assignment of this application. */
    static final class InvalidAssignmentException extends TaskAssignmentException {

        private final AssignmentError error;

        InvalidAssignmentException(TaskAssignor assignor, AssignmentError error) {
            super("The task assignor " + assignor.getClass().getName() + " made an assignment that is not valid: "
                    + error + "; see the log, and TaskAssignmentUtils.validateTaskAssignment");
            this.error = error;
        }

        AssignmentError error() {
            return error;
        }
    }
}
