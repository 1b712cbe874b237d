package io.millrace.streams.processor.assignment.assignors;

import io.millrace.streams.processor.assignment.ApplicationState;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils.RackAwareOptimizationParams;
import io.millrace.streams.processor.assignment.TaskAssignor;
import java.time.Instant;
import java.util.Map;

/**
 * Leaves tasks where they were as far as the load allows, and gives each client tasks in proportion to its threads. Standbys are placed
 * in the same way. If a rack-aware strategy is configured, tasks are then exchanged so that less is read from other racks.
 */
public class StickyTaskAssignor implements TaskAssignor {

    /** The cost of reading a partition from another rack, unless configured. */
    public static final int DEFAULT_STICKY_TRAFFIC_COST = 1;

    /** The cost of moving a task, unless configured. */
    public static final int DEFAULT_STICKY_NON_OVERLAP_COST = 10;

    private final boolean mustPreserveActiveTaskAssignment;

    /** Creates an assignor that keeps the load even. */
    public StickyTaskAssignor() {
        this(false);
    }

    /**
     * Creates an assignor.
     *
     * @param mustPreserveActiveTaskAssignment whether no active task is moved from a client that has it, even if that is busier than
     *     the others; another rebalance is asked for then
     */
    public StickyTaskAssignor(boolean mustPreserveActiveTaskAssignment) {
        this.mustPreserveActiveTaskAssignment = mustPreserveActiveTaskAssignment;
    }

    @Override
    public TaskAssignment assign(ApplicationState applicationState) {
        StickyPlacement placement = new StickyPlacement(applicationState);
        Map<ProcessId, KafkaStreamsAssignment> assignments = placement.assignments();
        RackAwareOptimizationParams params = params(applicationState);
        placement.placeActive(mustPreserveActiveTaskAssignment);
        if (!mustPreserveActiveTaskAssignment) {
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(params.forStatefulTasks(), assignments);
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(params.forStatelessTasks(), assignments);
        }
        if (applicationState.assignmentConfigs().numStandbyReplicas() > 0) {
            placement.placeStandbys();
            TaskAssignmentUtils.optimizeRackAwareStandbyTasks(params.forStatefulTasks(), assignments);
        }
        if (mustPreserveActiveTaskAssignment && !assignments.isEmpty()) {
            ProcessId first = assignments.keySet().iterator().next();
            assignments.computeIfPresent(
                    first, (process, assignment) -> assignment.withFollowupRebalance(Instant.ofEpochMilli(0)));
        }
        return new TaskAssignment(assignments.values());
    }

    private static RackAwareOptimizationParams params(ApplicationState applicationState) {
        AssignmentConfigs configs = applicationState.assignmentConfigs();
        return RackAwareOptimizationParams.of(applicationState)
                .withTrafficCostOverride(configs.rackAwareTrafficCost().orElse(DEFAULT_STICKY_TRAFFIC_COST))
                .withNonOverlapCostOverride(configs.rackAwareNonOverlapCost().orElse(DEFAULT_STICKY_NON_OVERLAP_COST));
    }
}
