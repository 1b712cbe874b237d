package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Examples, and properties over random problems as in {@link AssignmentPropertyTests}. */
class RackPlacementTests {

    private static final String MIN_TRAFFIC = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC;
    private static final String BALANCE_SUBTOPOLOGY = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY;

    @Test
    void tasksRunWhereTheirPartitionsAre() {
        Map<TaskId, List<Set<String>>> racks = new HashMap<>();
        tasks(1, 6).forEach(task -> racks.put(task, List.of(Set.of(task.partition() < 3 ? "east" : "west"))));
        List<Member> members = List.of(member("a", 1, "west", Set.of()), member("b", 2, "east", Set.of()));

        AssignmentResult result = TaskAssignment.solve(problem(members, racks, MIN_TRAFFIC, 10, 1));

        assertThat(result.byMember().get("a").active()).isEqualTo(ids(0, 3, 4, 5));
        assertThat(result.byMember().get("b").active()).isEqualTo(ids(0, 0, 1, 2));
    }

    @Test
    void threeRacksPassTasksRoundInACircle() {
        Map<TaskId, List<Set<String>>> racks = Map.of(
                new TaskId(0, 0), List.of(Set.of("north")),
                new TaskId(0, 1), List.of(Set.of("west")),
                new TaskId(0, 2), List.of(Set.of("east")));
        List<Member> members = List.of(
                member("a", 1, "east", ids(0, 0)),
                member("b", 2, "north", ids(0, 1)),
                member("c", 3, "west", ids(0, 2)));

        AssignmentResult result = TaskAssignment.solve(problem(members, racks, MIN_TRAFFIC, 10, 1));

        assertThat(result.byMember().get("a").active()).isEqualTo(ids(0, 2));
        assertThat(result.byMember().get("b").active()).isEqualTo(ids(0, 0));
        assertThat(result.byMember().get("c").active()).isEqualTo(ids(0, 1));
    }

    @Test
    void aMoveThatCostsMoreThanItSavesIsNotMade() {
        Map<TaskId, List<Set<String>>> racks =
                Map.of(new TaskId(0, 0), List.of(Set.of("west")), new TaskId(0, 1), List.of(Set.of("east")));
        List<Member> members = List.of(member("a", 1, "east", ids(0, 0)), member("b", 2, "west", ids(0, 1)));

        AssignmentResult dear = TaskAssignment.solve(problem(members, racks, MIN_TRAFFIC, 1, 2));
        AssignmentResult cheap = TaskAssignment.solve(problem(members, racks, MIN_TRAFFIC, 3, 2));

        assertThat(dear.byMember().get("a").active()).isEqualTo(ids(0, 0));
        assertThat(cheap.byMember().get("a").active()).isEqualTo(ids(0, 1));
    }

    @Test
    void subtopologiesStaySpreadOnlyIfTheyAreToBe() {
        Map<TaskId, List<Set<String>>> racks = new HashMap<>();
        tasks(2, 2).forEach(task -> racks.put(task, List.of(Set.of(task.subtopology() == 0 ? "east" : "west"))));
        List<Member> members = List.of(member("a", 1, "east", Set.of()), member("b", 2, "west", Set.of()));

        AssignmentResult spread = TaskAssignment.solve(problem(members, racks, BALANCE_SUBTOPOLOGY, 10, 1));
        AssignmentResult near = TaskAssignment.solve(problem(members, racks, MIN_TRAFFIC, 10, 1));

        assertThat(spread.byMember().get("a").active())
                .extracting(TaskId::subtopology)
                .containsExactly(0, 1);
        assertThat(near.byMember().get("a").active()).isEqualTo(ids(0, 0, 1));
    }

    @Test
    void aTaskWaitsWhereItsStateIsUntilTheOtherRackHasIt() {
        Map<TaskId, List<Set<String>>> racks =
                Map.of(new TaskId(0, 0), List.of(Set.of("west")), new TaskId(0, 1), List.of(Set.of("east")));
        List<Member> members = List.of(member("a", 1, "east", ids(0, 0)), member("b", 2, "west", ids(0, 1)));
        AssignmentProblem problem = problem(members, racks, MIN_TRAFFIC, 10, 1);
        Map<TaskId, Long> large = new HashMap<>();
        problem.tasks().forEach(task -> large.put(task, SimulatedGroup.SIZE));

        AssignmentResult result =
                TaskAssignment.solve(new AssignmentProblem(members, problem.tasks(), large, racks, problem.configs()));

        assertThat(result.probe()).isTrue();
        assertThat(result.byMember().get("a").active()).isEqualTo(ids(0, 0));
        assertThat(result.byMember().get("a").standby()).isEqualTo(ids(0, 1));
        assertThat(result.byMember().get("b").standby()).isEqualTo(ids(0, 0));
    }

    @Test
    void theCostIsTheLowestThatTheCountsOfTheRacksAllow() {
        forEachGroup((group, strategy) -> {
            group.restorable.replaceAll((task, size) -> 0L);
            group.catchUp();
            AssignmentProblem problem = group.problem();

            AssignmentResult result = TaskAssignment.solve(problem);

            AssignmentPropertyTests.check(problem, result);
            if (problem.tasks().size() <= 7) {
                Costs costs = new Costs(problem);
                assertThat(costs.of(result)).isEqualTo(costs.lowest(result, strategy));
            }
        });
    }

    @Test
    void theCountsOfTheRacksDoNotDependOnWhereTasksRun() {
        forEachGroup((group, strategy) -> {
            group.restorable.replaceAll((task, size) -> 0L);
            AssignmentProblem problem = group.problem();
            AssignmentProblem fresh = new AssignmentProblem(
                    problem.members().stream()
                            .map(member -> new Member(
                                    member.id(), member.process(), Set.of(), Set.of(), Map.of(), member.site()))
                            .toList(),
                    problem.tasks(),
                    problem.restorable(),
                    problem.racks(),
                    problem.configs());

            assertThat(counts(problem, TaskAssignment.solve(problem), strategy))
                    .isEqualTo(counts(problem, TaskAssignment.solve(fresh), strategy));
        });
    }

    @Test
    void roundsEndWithAnAssignmentThatStays() {
        forEachGroup((group, strategy) -> {
            int rounds = 0;
            boolean settled = false;
            while (!settled) {
                AssignmentProblem problem = group.problem();
                AssignmentResult result = TaskAssignment.solve(problem);
                AssignmentPropertyTests.check(problem, result);
                settled = group.apply(result) == 0 && !result.probe();
                group.letTimePass();
                assertThat(++rounds).as("rounds").isLessThanOrEqualTo(10 + 10 * group.tasks.size());
            }
            AssignmentResult last = TaskAssignment.solve(group.problem());

            assertThat(group.apply(last)).isZero();
            assertThat(TaskAssignment.solve(group.problem())).isEqualTo(last);
            AssignmentPropertyTests.assertBalanced(last);
        });
    }

    @Test
    void manyTasksAndMembersArePlacedSoon() {
        Random random = new Random(1);
        Map<TaskId, List<Set<String>>> racks = new HashMap<>();
        tasks(10, 1_000).forEach(task -> {
            String rack = "rack" + random.nextInt(3);
            racks.put(task, List.of(Set.of(rack), Set.of(rack)));
        });
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            members.add(member("m" + i, i / 4, "rack" + i / 4 % 3, Set.of()));
        }
        AssignmentProblem problem = problem(members, racks, BALANCE_SUBTOPOLOGY, 10, 1);
        TaskAssignment.solve(problem);

        long begun = System.nanoTime();
        AssignmentResult result = TaskAssignment.solve(problem);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);

        System.out.printf("1,000 members in 3 racks, 10,000 tasks: %d ms%n", taken.toMillis());
        // Far from what it takes, so that only what grows much faster than the problem fails here.
        assertThat(taken).isLessThan(Duration.ofSeconds(30));
        assertThat(new Costs(problem).of(result)).isLessThan(2 * 10 * 10_000 / 20);
    }

    /** What an assignment costs, reckoned without any of what is tested. */
    private record Costs(AssignmentProblem problem) {

        long of(AssignmentResult result) {
            long cost = 0;
            for (Member member : problem.members()) {
                for (TaskId task : result.byMember().get(member.id()).active()) {
                    cost += of(task, member.site().rack());
                }
            }
            return cost;
        }

        private long of(TaskId task, @Nullable String rack) {
            Set<String> homes = new HashSet<>();
            problem.members().stream()
                    .filter(member -> member.running().contains(task))
                    .forEach(member -> homes.add(String.valueOf(member.site().rack())));
            if (homes.isEmpty()) {
                problem.members().stream()
                        .filter(member -> member.lags().containsKey(task))
                        .forEach(
                                member -> homes.add(String.valueOf(member.site().rack())));
            }
            long move = homes.isEmpty() || homes.contains(String.valueOf(rack)) ? 0 : 1;
            if (!problem.racks().containsKey(task)) {
                return move * 1_000_000;
            }
            long remote = problem.racks().get(task).stream()
                    .filter(replicas -> rack == null || !replicas.contains(rack))
                    .count();
            return remote * problem.configs().rackAwareTrafficCost().orElse(10)
                    + move * problem.configs().rackAwareNonOverlapCost().orElse(1);
        }

        /** The lowest cost with as many tasks in each rack: tries all. */
        long lowest(AssignmentResult result, String strategy) {
            Map<Integer, List<TaskId>> tasks = new TreeMap<>();
            Map<Integer, List<@Nullable String>> seats = new TreeMap<>();
            for (Member member : problem.members()) {
                for (TaskId task : result.byMember().get(member.id()).active()) {
                    int part = strategy.equals(BALANCE_SUBTOPOLOGY) ? task.subtopology() : 0;
                    tasks.computeIfAbsent(part, key -> new ArrayList<>()).add(task);
                    seats.computeIfAbsent(part, key -> new ArrayList<>())
                            .add(member.site().rack());
                }
            }
            return tasks.keySet().stream()
                    .mapToLong(part -> lowest(tasks.get(part), 0, seats.get(part)))
                    .sum();
        }

        private long lowest(List<TaskId> tasks, int index, List<@Nullable String> free) {
            if (index == tasks.size()) {
                return 0;
            }
            long lowest = Long.MAX_VALUE;
            for (String rack : new HashSet<>(free)) {
                List<@Nullable String> rest = new ArrayList<>(free);
                rest.remove(rack);
                lowest = Math.min(lowest, of(tasks.get(index), rack) + lowest(tasks, index + 1, rest));
            }
            return lowest;
        }
    }

    /** Of each rack, with {@code balance_subtopology} of each sub-topology as well. */
    private static Map<String, Integer> counts(AssignmentProblem problem, AssignmentResult result, String strategy) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Member member : problem.members()) {
            for (TaskId task : result.byMember().get(member.id()).active()) {
                String part = strategy.equals(BALANCE_SUBTOPOLOGY) ? " " + task.subtopology() : "";
                counts.merge(member.site().rack() + part, 1, Integer::sum);
            }
        }
        return counts;
    }

    private interface Property {
        void check(SimulatedGroup group, String strategy);
    }

    private static void forEachGroup(Property property) {
        Consumer<Long> both = seed -> {
            String strategy = seed % 2 == 0 ? MIN_TRAFFIC : BALANCE_SUBTOPOLOGY;
            SimulatedGroup group = new SimulatedGroup(seed, strategy);
            if (new Random(seed).nextInt(10) > 0) {
                group.scatter();
            }
            property.check(group, strategy);
        };
        AssignmentPropertyTests.forEachSeed(both);
    }

    private static AssignmentProblem problem(
            List<Member> members,
            Map<TaskId, List<Set<String>>> racks,
            String strategy,
            int trafficCost,
            int moveCost) {
        AssignmentConfigs configs = new AssignmentConfigs(
                10_000L, 2, 0, 60_000L, List.of(), OptionalInt.of(trafficCost), OptionalInt.of(moveCost), strategy);
        return new AssignmentProblem(members, racks.keySet(), Map.of(), racks, configs);
    }

    private static Member member(String id, int process, String rack, Set<TaskId> running) {
        return new Member(id, new UUID(0, process), running, Set.of(), Map.of(), new Site(rack, Map.of()));
    }

    private static Set<TaskId> ids(int subtopology, int... partitions) {
        Set<TaskId> tasks = new HashSet<>();
        IntStream.of(partitions).forEach(partition -> tasks.add(new TaskId(subtopology, partition)));
        return tasks;
    }

    private static Set<TaskId> tasks(int subtopologies, int partitions) {
        Set<TaskId> tasks = new HashSet<>();
        for (int subtopology = 0; subtopology < subtopologies; subtopology++) {
            for (int partition = 0; partition < partitions; partition++) {
                tasks.add(new TaskId(subtopology, partition));
            }
        }
        return tasks;
    }
}
