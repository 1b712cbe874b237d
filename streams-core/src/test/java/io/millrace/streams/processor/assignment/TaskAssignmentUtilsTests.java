package io.millrace.streams.processor.assignment;

import static io.millrace.streams.processor.assignment.FakeApplication.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.FakeApplication.FakeClient;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils.RackAwareOptimizationParams;
import io.millrace.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.millrace.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskAssignmentUtilsTests {

    private static final TaskId T0 = new TaskId(0, 0);
    private static final TaskId T1 = new TaskId(0, 1);
    private static final TaskId T2 = new TaskId(1, 0);

    @Test
    void validationNamesTheFirstError() {
        FakeApplication application =
                new FakeApplication().client(1, 1).client(2, 1).stateful(T0).stateless(T1);

        assertThat(validated(application, with(1, active(T0), active(T1)), with(2, standby(T0))))
                .isEqualTo(AssignmentError.NONE);
        assertThat(validated(application, with(1, active(T0)), with(2))).isEqualTo(AssignmentError.NONE);
        assertThat(validated(application, with(1, active(T0), active(T1))))
                .isEqualTo(AssignmentError.MISSING_PROCESS_ID);
        assertThat(validated(application, with(1), with(2), with(3))).isEqualTo(AssignmentError.UNKNOWN_PROCESS_ID);
        assertThat(validated(application, with(1, active(T0)), with(2, active(T0))))
                .isEqualTo(AssignmentError.ACTIVE_TASK_ASSIGNED_MULTIPLE_TIMES);
        assertThat(validated(application, with(1, active(T2)), with(2))).isEqualTo(AssignmentError.UNKNOWN_TASK_ID);
        assertThat(validated(application, with(1), with(2, standby(T1))))
                .isEqualTo(AssignmentError.INVALID_STANDBY_TASK);
    }

    @Test
    void identityLeavesEverythingWhereItWas() {
        FakeApplication application = new FakeApplication()
                .client(1, 1, T0)
                .client(new FakeClient(process(2), 1, sorted(T1), sorted(T0), Map.of(), Optional.empty()))
                .stateful(T0, T1);

        Map<ProcessId, KafkaStreamsAssignment> identity = TaskAssignmentUtils.identityAssignment(application);

        assertThat(tasks(identity, 1, AssignedTask.Type.ACTIVE)).containsExactly(T0);
        assertThat(tasks(identity, 2, AssignedTask.Type.ACTIVE)).containsExactly(T1);
        assertThat(tasks(identity, 2, AssignedTask.Type.STANDBY)).containsExactly(T0);
    }

    @Test
    void standbysGoToTheLeastBusyClientThatDoesNotHaveTheTask() {
        FakeApplication application = new FakeApplication()
                .withStandbys(1)
                .client(1, 1, T0, T2)
                .client(2, 2, T1)
                .client(3, 1)
                .stateful(T0, T1)
                .stateless(T2);
        Map<ProcessId, KafkaStreamsAssignment> assignments =
                new TreeMap<>(TaskAssignmentUtils.identityAssignment(application));

        TaskAssignmentUtils.defaultStandbyTaskAssignment(application, assignments);

        assertThat(tasks(assignments, 3, AssignedTask.Type.STANDBY)).containsExactly(T0, T1);
    }

    @Test
    void standbysGoToOtherZonesFirst() {
        FakeApplication application = new FakeApplication()
                .withStandbys(1)
                .withTags("zone")
                .client(inZone(1, "a", T0))
                .client(inZone(2, "a"))
                .client(inZone(3, "b", T1))
                .stateful(T0, T1);
        Map<ProcessId, KafkaStreamsAssignment> assignments =
                new TreeMap<>(TaskAssignmentUtils.identityAssignment(application));

        TaskAssignmentUtils.defaultStandbyTaskAssignment(application, assignments);

        assertThat(tasks(assignments, 3, AssignedTask.Type.STANDBY)).containsExactly(T0);
        assertThat(tasks(assignments, 2, AssignedTask.Type.STANDBY)).containsExactly(T1);
    }

    @Test
    void activeTasksAreExchangedToTheRacksOfTheirPartitions() {
        FakeApplication application = racks(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC);
        Map<ProcessId, KafkaStreamsAssignment> assignments = rotated(application);

        TaskAssignmentUtils.optimizeRackAwareActiveTasks(RackAwareOptimizationParams.of(application), assignments);

        // A circle of three: no exchange of two alone would do.
        assertThat(tasks(assignments, 1, AssignedTask.Type.ACTIVE)).containsExactly(T0);
        assertThat(tasks(assignments, 2, AssignedTask.Type.ACTIVE)).containsExactly(T1);
        assertThat(tasks(assignments, 3, AssignedTask.Type.ACTIVE)).containsExactly(T2);
    }

    @Test
    void standbyTasksAreExchangedToTheRacksOfTheirChangelogs() {
        FakeApplication application = racks(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC);
        Map<ProcessId, KafkaStreamsAssignment> assignments = new TreeMap<>(Map.of(
                process(1), with(1, standby(T1)),
                process(2), with(2, standby(T0)),
                process(3), with(3, active(T0), active(T1), active(T2))));

        TaskAssignmentUtils.optimizeRackAwareStandbyTasks(RackAwareOptimizationParams.of(application), assignments);

        assertThat(tasks(assignments, 1, AssignedTask.Type.STANDBY)).containsExactly(T0);
        assertThat(tasks(assignments, 2, AssignedTask.Type.STANDBY)).containsExactly(T1);
    }

    @Test
    void aMoveThatCostsMoreThanTheTrafficStaysUndone() {
        FakeApplication moved = new FakeApplication()
                .withStrategy(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC)
                .client(inRack(1, "a", T1))
                .client(inRack(2, "b", T0))
                .statefulIn("a", T0)
                .statefulIn("b", T1);
        Map<ProcessId, KafkaStreamsAssignment> assignments =
                new TreeMap<>(TaskAssignmentUtils.identityAssignment(moved));

        TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                RackAwareOptimizationParams.of(moved).withTrafficCostOverride(1).withNonOverlapCostOverride(10),
                assignments);
        assertThat(tasks(assignments, 1, AssignedTask.Type.ACTIVE)).containsExactly(T1);

        TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                RackAwareOptimizationParams.of(moved)
                        .withTrafficCostOverride(10)
                        .withNonOverlapCostOverride(1),
                assignments);
        assertThat(tasks(assignments, 1, AssignedTask.Type.ACTIVE)).containsExactly(T0);
    }

    @Test
    void onlyTheTasksChosenAreExchangedAndOnlyWithAStrategy() {
        FakeApplication without = racks(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE);
        Map<ProcessId, KafkaStreamsAssignment> untouched = rotated(without);
        TaskAssignmentUtils.optimizeRackAwareActiveTasks(RackAwareOptimizationParams.of(without), untouched);
        assertThat(tasks(untouched, 1, AssignedTask.Type.ACTIVE)).containsExactly(T1);

        FakeApplication application = racks(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC);
        Map<ProcessId, KafkaStreamsAssignment> assignments = rotated(application);
        TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                RackAwareOptimizationParams.of(application).forTasks(sorted(T0)), assignments);
        TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                RackAwareOptimizationParams.of(application).forStatelessTasks(), assignments);
        assertThat(tasks(assignments, 1, AssignedTask.Type.ACTIVE)).containsExactly(T1);
    }

    @Test
    void anExchangeIsAsCheapAsTheBestOfAllAssignments() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            FakeApplication application =
                    new FakeApplication().withStrategy(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC);
            List<TaskId> tasks = List.of(T0, T1, T2, new TaskId(1, 1), new TaskId(1, 2));
            for (int client = 1; client <= tasks.size(); client++) {
                application.client(inRack(client, "r" + random.nextInt(3), tasks.get(client - 1)));
            }
            tasks.forEach(task -> application.statefulIn("r" + random.nextInt(3), task));
            Map<ProcessId, KafkaStreamsAssignment> assignments =
                    new TreeMap<>(TaskAssignmentUtils.identityAssignment(application));

            RackAwareOptimizationParams params = RackAwareOptimizationParams.of(application);
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(params, assignments);

            long cost = 0;
            for (int client = 1; client <= tasks.size(); client++) {
                TaskId only = tasks(assignments, client, AssignedTask.Type.ACTIVE)
                        .iterator()
                        .next();
                cost += params.costs().of(only, process(client), AssignedTask.Type.ACTIVE);
            }
            assertThat(cost).as("seed %d", seed).isEqualTo(cheapest(params.costs(), tasks, 1, Set.of()));
        }
    }

    private static long cheapest(RackCosts costs, List<TaskId> tasks, int client, Set<TaskId> taken) {
        if (client > tasks.size()) {
            return 0;
        }
        long best = Long.MAX_VALUE;
        for (TaskId task : tasks) {
            if (!taken.contains(task)) {
                Set<TaskId> more = new TreeSet<>(taken);
                more.add(task);
                long rest = cheapest(costs, tasks, client + 1, more);
                best = Math.min(best, costs.of(task, process(client), AssignedTask.Type.ACTIVE) + rest);
            }
        }
        return best;
    }

    private static FakeApplication racks(String strategy) {
        return new FakeApplication()
                .withStrategy(strategy)
                .client(inRack(1, "a"))
                .client(inRack(2, "b"))
                .client(inRack(3, "c"))
                .statefulIn("a", T0)
                .statefulIn("b", T1)
                .statefulIn("c", T2);
    }

    private static Map<ProcessId, KafkaStreamsAssignment> rotated(FakeApplication application) {
        Map<ProcessId, KafkaStreamsAssignment> assignments =
                new TreeMap<>(TaskAssignmentUtils.identityAssignment(application));
        assignments.get(process(1)).assignTask(active(T1));
        assignments.get(process(2)).assignTask(active(T2));
        assignments.get(process(3)).assignTask(active(T0));
        return assignments;
    }

    private static FakeClient inRack(int number, String rack, TaskId... active) {
        return new FakeClient(process(number), 1, sorted(active), sorted(), Map.of(), Optional.of(rack));
    }

    private static FakeClient inZone(int number, String zone, TaskId... active) {
        return new FakeClient(process(number), 1, sorted(active), sorted(), Map.of("zone", zone), Optional.empty());
    }

    private static SortedSet<TaskId> sorted(TaskId... tasks) {
        return new TreeSet<>(List.of(tasks));
    }

    private static Set<TaskId> tasks(
            Map<ProcessId, KafkaStreamsAssignment> assignments, int client, AssignedTask.Type type) {
        return assignments.get(process(client)).tasks().values().stream()
                .filter(task -> task.type() == type)
                .map(AssignedTask::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static AssignmentError validated(FakeApplication application, KafkaStreamsAssignment... assignments) {
        return TaskAssignmentUtils.validateTaskAssignment(application, new TaskAssignment(List.of(assignments)));
    }

    private static KafkaStreamsAssignment with(int client, AssignedTask... tasks) {
        return KafkaStreamsAssignment.of(process(client), Set.of(tasks));
    }

    private static AssignedTask active(TaskId task) {
        return new AssignedTask(task, AssignedTask.Type.ACTIVE);
    }

    private static AssignedTask standby(TaskId task) {
        return new AssignedTask(task, AssignedTask.Type.STANDBY);
    }
}
