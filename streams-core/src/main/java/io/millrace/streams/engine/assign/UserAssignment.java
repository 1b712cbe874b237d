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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Lets the user's assignor say which client runs which task; the members of a client share its tasks as in any assignment. Used by the thread of the group's leader.
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
    AssignmentResult solve(GroupSnapshot group, PartitionedPlan tasks) {
        GroupState state = new GroupState(configs, group, GroupTask.all(plan, tasks, group.leader()));
        TaskAssignment assignment;
        try {
            assignment = assignor.assign(state);
        } catch (TaskAssignmentException e) {
            throw e.getCause() instanceof RetriableException ? e : failure(e);
        } catch (RuntimeException e) {
            throw failure(e);
        }
        AssignmentError error = TaskAssignmentUtils.validateTaskAssignment(state, assignment);
        if (error != AssignmentError.NONE) {
            throw new InvalidAssignmentException(assignor, error);
        }
        return byMember(group, assignment);
    }

    private TaskAssignmentException failure(RuntimeException cause) {
        return new TaskAssignmentException(
                "The task assignor " + assignor.getClass().getName() + " failed: " + cause, cause);
    }

    /** Tells the assignor what came of its assignment. */
    void computed(GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
        assignor.onAssignmentComputed(assignment, subscription, error);
    }

    /** Only what has a changelog can be followed; a follow-up rebalance comes after the probing interval, whatever time was asked for. */
    private static AssignmentResult byMember(GroupSnapshot group, TaskAssignment assignment) {
        Set<TaskId> restorable = group.changelogs().keySet();
        Map<UUID, List<Member>> byProcess = new HashMap<>();
        group.problem(ChangelogSizes.notAsked(restorable))
                .members()
                .forEach(member -> byProcess
                        .computeIfAbsent(member.process(), process -> new ArrayList<>())
                        .add(member));
        Map<String, MemberTasks> result = new TreeMap<>();
        boolean probe = false;
        for (KafkaStreamsAssignment client : assignment.assignment()) {
            Set<TaskId> active = new HashSet<>();
            Set<TaskId> standbys = new HashSet<>();
            for (AssignedTask task : client.tasks().values()) {
                (task.type() == AssignedTask.Type.ACTIVE ? active : standbys).add(task.id());
            }
            standbys.retainAll(restorable);
            probe |= client.followupRebalanceDeadline().isPresent();
            List<Member> members = byProcess.getOrDefault(client.processId().id(), List.of());
            result.putAll(io.millrace.streams.engine.assign.TaskAssignment.within(members, active, standbys));
        }
        return new AssignmentResult(result, probe);
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
