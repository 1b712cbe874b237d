package io.millrace.streams.processor.assignment;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.millrace.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an assignor of one's own may be put together from. Functions of their arguments; those that say so change the assignments given. */
public final class TaskAssignmentUtils {

    private static final Logger LOG = LoggerFactory.getLogger(TaskAssignmentUtils.class);

    private TaskAssignmentUtils() {}

    /** Decides whether a standby task may move from one client to another. */
    public interface MoveStandbyTaskPredicate {

        /**
         * Decides.
         *
         * @param source the client that has the task
         * @param destination the client that would get it
         * @param taskId the task
         * @param kafkaStreamsAssignments all assignments as they are now
         * @return whether it may move
         */
        boolean canMoveStandbyTask(
                KafkaStreamsState source,
                KafkaStreamsState destination,
                TaskId taskId,
                Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments);
    }

    /** What a rack-aware optimisation weighs, and for which tasks. Immutable. */
    public static final class RackAwareOptimizationParams {

        private final ApplicationState applicationState;
        private final OptionalInt trafficCostOverride;
        private final OptionalInt nonOverlapCostOverride;
        private final Predicate<TaskInfo> tasks;

        private RackAwareOptimizationParams(
                ApplicationState applicationState,
                OptionalInt trafficCostOverride,
                OptionalInt nonOverlapCostOverride,
                Predicate<TaskInfo> tasks) {
            this.applicationState = applicationState;
            this.trafficCostOverride = trafficCostOverride;
            this.nonOverlapCostOverride = nonOverlapCostOverride;
            this.tasks = tasks;
        }

        /**
         * Weighs as configured, for all tasks.
         *
         * @param applicationState the application
         * @return the parameters
         */
        public static RackAwareOptimizationParams of(ApplicationState applicationState) {
            return new RackAwareOptimizationParams(
                    Objects.requireNonNull(applicationState, "applicationState"),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    task -> true);
        }

        /** These parameters for the tasks that have state. */
        public RackAwareOptimizationParams forStatefulTasks() {
            return with(TaskInfo::isStateful);
        }

        /** These parameters for the tasks that have no state. */
        public RackAwareOptimizationParams forStatelessTasks() {
            return with(task -> !task.isStateful());
        }

        /** These parameters for these tasks. */
        public RackAwareOptimizationParams forTasks(SortedSet<TaskId> tasksToOptimize) {
            SortedSet<TaskId> chosen = Collections.unmodifiableSortedSet(new TreeSet<>(tasksToOptimize));
            return with(task -> chosen.contains(task.id()));
        }

        /** These parameters with this cost of reading a partition from another rack, whatever is configured. */
        public RackAwareOptimizationParams withTrafficCostOverride(int trafficCostOverride) {
            return new RackAwareOptimizationParams(
                    applicationState, OptionalInt.of(trafficCostOverride), nonOverlapCostOverride, tasks);
        }

        /** These parameters with this cost of moving a task, whatever is configured. */
        public RackAwareOptimizationParams withNonOverlapCostOverride(int nonOverlapCostOverride) {
            return new RackAwareOptimizationParams(
                    applicationState, trafficCostOverride, OptionalInt.of(nonOverlapCostOverride), tasks);
        }

        private RackAwareOptimizationParams with(Predicate<TaskInfo> chosen) {
            return new RackAwareOptimizationParams(
                    applicationState, trafficCostOverride, nonOverlapCostOverride, chosen);
        }

        ApplicationState applicationState() {
            return applicationState;
        }

        RackCosts costs() {
            AssignmentConfigs configs = applicationState.assignmentConfigs();
            return new RackCosts(
                    applicationState,
                    first(trafficCostOverride, configs.rackAwareTrafficCost(), RackCosts.DEFAULT_TRAFFIC_COST),
                    first(
                            nonOverlapCostOverride,
                            configs.rackAwareNonOverlapCost(),
                            RackCosts.DEFAULT_NON_OVERLAP_COST));
        }

        private static int first(OptionalInt override, OptionalInt configured, int otherwise) {
            return override.orElseGet(() -> configured.orElse(otherwise));
        }

        /** The tasks to optimise, in groups between which nothing is exchanged. */
        Iterable<Set<TaskId>> groups() {
            boolean bySubtopology = applicationState
                    .assignmentConfigs()
                    .rackAwareAssignmentStrategy()
                    .equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY);
            Map<Integer, Set<TaskId>> groups = new TreeMap<>();
            applicationState.allTasks().values().stream()
                    .filter(tasks)
                    .map(TaskInfo::id)
                    .forEach(task -> groups.computeIfAbsent(
                                    bySubtopology ? task.subtopology() : 0, key -> new TreeSet<>())
                            .add(task));
            return groups.values();
        }
    }

    /**
     * Checks an assignment: every client has exactly one, every task is known, no task runs twice, and only tasks with state have
     * standbys. That every task runs somewhere is not checked; a warning is logged if one does not.
     *
     * @param applicationState the application
     * @param taskAssignment the assignment
     * @return the first error found, {@link AssignmentError#NONE} if there is none
     */
    public static AssignmentError validateTaskAssignment(
            ApplicationState applicationState, TaskAssignment taskAssignment) {
        Map<TaskId, TaskInfo> known = applicationState.allTasks();
        Set<ProcessId> clients = applicationState.kafkaStreamsStates(false).keySet();
        Set<ProcessId> assigned = new HashSet<>();
        taskAssignment.assignment().forEach(assignment -> assigned.add(assignment.processId()));
        Map<TaskId, ProcessId> runs = new LinkedHashMap<>();
        for (KafkaStreamsAssignment assignment : taskAssignment.assignment()) {
            for (AssignedTask task : assignment.tasks().values()) {
                TaskInfo info = known.get(task.id());
                if (info == null) {
                    return error(AssignmentError.UNKNOWN_TASK_ID, assignment, task.id());
                }
                if (task.type() == AssignedTask.Type.STANDBY && !info.isStateful()) {
                    return error(AssignmentError.INVALID_STANDBY_TASK, assignment, task.id());
                }
                if (task.type() == AssignedTask.Type.ACTIVE) {
                    ProcessId other = runs.put(task.id(), assignment.processId());
                    if (other != null && !other.equals(assignment.processId())) {
                        return error(AssignmentError.ACTIVE_TASK_ASSIGNED_MULTIPLE_TIMES, assignment, task.id());
                    }
                }
            }
        }
        if (!assigned.containsAll(clients)) {
            LOG.error("An assignment leaves out clients: there are {}, but it has {}", clients, assigned);
            return AssignmentError.MISSING_PROCESS_ID;
        }
        if (!clients.containsAll(assigned)) {
            LOG.error("An assignment has clients that there are not: there are {}, but it has {}", clients, assigned);
            return AssignmentError.UNKNOWN_PROCESS_ID;
        }
        Set<TaskId> unassigned = new TreeSet<>(known.keySet());
        unassigned.removeAll(runs.keySet());
        if (!unassigned.isEmpty()) {
            LOG.warn("Nobody runs the tasks {} by this assignment", unassigned);
        }
        return AssignmentError.NONE;
    }

    private static AssignmentError error(AssignmentError error, KafkaStreamsAssignment assignment, TaskId task) {
        LOG.error("{} in an assignment: task {} at client {}", error, task, assignment.processId());
        return error;
    }

    /**
     * The assignment that leaves every task where it was, active and standby.
     *
     * @param applicationState the application
     * @return an assignment for every client
     */
    public static Map<ProcessId, KafkaStreamsAssignment> identityAssignment(ApplicationState applicationState) {
        Map<ProcessId, KafkaStreamsAssignment> assignments = new LinkedHashMap<>();
        applicationState.kafkaStreamsStates(false).forEach((process, state) -> {
            Set<AssignedTask> tasks = new HashSet<>();
            state.previousActiveTasks().forEach(task -> tasks.add(new AssignedTask(task, AssignedTask.Type.ACTIVE)));
            state.previousStandbyTasks().forEach(task -> tasks.add(new AssignedTask(task, AssignedTask.Type.STANDBY)));
            assignments.put(process, KafkaStreamsAssignment.of(process, tasks));
        });
        return assignments;
    }

    /**
     * Adds the configured number of standbys for every task with state, each at the least busy client that does not have the task, if
     * there are that many. With client tags configured, clients that differ in them from those which have the task go first.
     *
     * @param applicationState the application
     * @param kafkaStreamsAssignments the assignments of all clients, which are changed
     */
    public static void defaultStandbyTaskAssignment(
            ApplicationState applicationState, Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        new StandbyPlacement(applicationState, kafkaStreamsAssignments).place();
    }

    /**
     * Exchanges active tasks between clients so that less is read from other racks and little is moved. Every client keeps its number
     * of tasks; with the strategy {@code balance_subtopology} its number of each sub-topology as well. Without a strategy, or if the
     * rack of a client or partition is not known, nothing is changed.
     *
     * @param optimizationParams what is weighed, for which tasks
     * @param kafkaStreamsAssignments the assignments of all clients, which are changed
     */
    public static void optimizeRackAwareActiveTasks(
            RackAwareOptimizationParams optimizationParams,
            Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        RackCosts costs = optimizationParams.costs();
        if (costs.applyTo(kafkaStreamsAssignments.keySet())) {
            for (Set<TaskId> group : optimizationParams.groups()) {
                new RackAwareExchange(
                                costs, kafkaStreamsAssignments, AssignedTask.Type.ACTIVE, (from, to, task, all) -> true)
                        .optimize(group);
            }
        }
    }

    /**
     * Exchanges standby tasks between clients so that less is read from other racks. Every client keeps its number of tasks and gets
     * none that it has already; with client tags configured, no task comes to a client with the tags of another that has it. Without a
     * strategy, or if the rack of a client or partition is not known, nothing is changed.
     *
     * @param optimizationParams what is weighed, for which tasks
     * @param kafkaStreamsAssignments the assignments of all clients, which are changed
     */
    public static void optimizeRackAwareStandbyTasks(
            RackAwareOptimizationParams optimizationParams,
            Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        RackCosts costs = optimizationParams.costs();
        if (costs.applyTo(kafkaStreamsAssignments.keySet())) {
            ClientTags tags = new ClientTags(optimizationParams.applicationState());
            for (Set<TaskId> group : optimizationParams.groups()) {
                new RackAwareExchange(costs, kafkaStreamsAssignments, AssignedTask.Type.STANDBY, tags::mayMove)
                        .optimize(group);
            }
        }
    }
}
