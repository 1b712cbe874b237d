package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Examples; properties are in {@link AssignmentPropertyTests}. */
class TaskAssignmentTests {

    private static final UUID PROCESS_A = new UUID(0, 1);
    private static final UUID PROCESS_B = new UUID(0, 2);
    private static final UUID PROCESS_C = new UUID(0, 3);

    @Test
    void aGroupWithoutMembersGetsNothing() {
        AssignmentResult result = TaskAssignment.solve(problem(List.of(), tasks(2, 2)));

        assertThat(result.byMember()).isEmpty();
    }

    @Test
    void aFreshGroupSpreadsEverySubtopology() {
        AssignmentProblem problem =
                problem(List.of(fresh("a", PROCESS_A), fresh("b", PROCESS_A), fresh("c", PROCESS_B)), tasks(3, 4));

        Map<String, Set<TaskId>> active = active(TaskAssignment.solve(problem));

        assertThat(active.values()).allSatisfy(tasks -> {
            assertThat(tasks).hasSize(4);
            for (int subtopology = 0; subtopology < 3; subtopology++) {
                assertThat(countOf(tasks, subtopology)).isBetween(1L, 2L);
            }
        });
    }

    @Test
    void aNewMemberTakesNoMoreThanItsShareAndSomeOfEachSubtopology() {
        Set<TaskId> all = tasks(2, 4);
        AssignmentProblem problem = problem(List.of(member("a", PROCESS_A, all, all), fresh("b", PROCESS_B)), all);

        Map<String, Set<TaskId>> active = active(TaskAssignment.solve(problem));

        assertThat(active.get("b")).hasSize(4);
        assertThat(countOf(active.get("b"), 0)).isEqualTo(2);
    }

    @Test
    void aRestartedProcessGetsBackTheTasksWhoseStateItHas() {
        Set<TaskId> all = tasks(2, 4);
        Set<TaskId> onDiskAtB = Set.of(new TaskId(0, 0), new TaskId(0, 1), new TaskId(0, 3), new TaskId(1, 3));
        AssignmentProblem problem =
                problem(List.of(member("a", PROCESS_A, all, all), member("b", PROCESS_B, Set.of(), onDiskAtB)), all);

        Map<String, Set<TaskId>> active = active(TaskAssignment.solve(problem));

        assertThat(active.get("b")).isEqualTo(onDiskAtB);
    }

    @Test
    void aRestartOfTheWholeGroupBringsEveryTaskBackToItsState() {
        Set<TaskId> first = tasks(2, 2);
        Set<TaskId> second = new HashSet<>(tasks(2, 4));
        second.removeAll(first);
        AssignmentProblem problem = problem(
                List.of(member("new-a", PROCESS_A, Set.of(), second), member("new-b", PROCESS_B, Set.of(), first)),
                tasks(2, 4));

        Map<String, Set<TaskId>> active = active(TaskAssignment.solve(problem));

        assertThat(active.get("new-a")).isEqualTo(second);
        assertThat(active.get("new-b")).isEqualTo(first);
    }

    @Test
    void fewTasksGoToDifferentProcesses() {
        AssignmentProblem problem = problem(
                List.of(fresh("a1", PROCESS_A), fresh("a2", PROCESS_A), fresh("b1", PROCESS_B), fresh("b2", PROCESS_B)),
                tasks(1, 2));

        Map<String, Set<TaskId>> active = active(TaskAssignment.solve(problem));

        assertThat(active.get("a1")).hasSize(1);
        assertThat(active.get("b1")).hasSize(1);
    }

    @Test
    void aTaskStaysWithItsOwnerWhileItsNewOneWarmsUp() {
        Set<TaskId> all = tasks(1, 4);
        Map<TaskId, Long> caughtUp = lags(all, 0);

        AssignmentResult first = solve(
                0, 2, all, new Member("a", PROCESS_A, all, Set.of(), caughtUp, Site.UNKNOWN), fresh("b", PROCESS_B));
        Set<TaskId> warming = first.byMember().get("b").standby();
        AssignmentResult second = solve(
                0,
                2,
                all,
                new Member("a", PROCESS_A, all, Set.of(), caughtUp, Site.UNKNOWN),
                new Member("b", PROCESS_B, Set.of(), warming, lags(warming, 9_000), Site.UNKNOWN));

        assertThat(first.probe()).isTrue();
        assertThat(first.byMember().get("a").active()).isEqualTo(all);
        assertThat(warming).hasSize(2);
        assertThat(second.byMember().get("b").active()).isEqualTo(warming);
        assertThat(second.probe()).isFalse();
    }

    @Test
    void noMoreTasksWarmUpThanAreAllowed() {
        Set<TaskId> all = tasks(1, 8);

        AssignmentResult result = solve(
                0,
                1,
                all,
                new Member("a", PROCESS_A, all, Set.of(), lags(all, 0), Site.UNKNOWN),
                fresh("b", PROCESS_B));

        assertThat(result.byMember().get("b").standby()).hasSize(1);
        assertThat(result.probe()).isTrue();
    }

    @Test
    void whatIsQuicklyRestoredMovesAtOnce() {
        Set<TaskId> all = tasks(1, 4);

        AssignmentResult result = TaskAssignment.solve(new AssignmentProblem(
                List.of(new Member("a", PROCESS_A, all, Set.of(), lags(all, 0), Site.UNKNOWN), fresh("b", PROCESS_B)),
                all,
                lags(all, 10_000),
                configs(0, 2)));

        assertThat(result.byMember().get("b").active()).hasSize(2);
        assertThat(result.probe()).isFalse();
    }

    @Test
    void aTaskWhoseOwnerIsGoneGoesToItsStandbyAndIsFollowedAnew() {
        Set<TaskId> all = tasks(1, 3);
        SortedSet<TaskId> ofA = new TreeSet<>(Set.of(new TaskId(0, 0)));
        SortedSet<TaskId> ofB = new TreeSet<>(Set.of(new TaskId(0, 1)));
        SortedSet<TaskId> lost = new TreeSet<>(Set.of(new TaskId(0, 2)));
        Map<TaskId, Long> atB = lags(ofB, 0);
        atB.putAll(lags(lost, 400));

        AssignmentResult result = solve(
                1,
                2,
                all,
                new Member("a", PROCESS_A, ofA, ofB, lags(tasks(1, 2), 0), Site.UNKNOWN),
                new Member("b", PROCESS_B, ofB, lost, atB, Site.UNKNOWN));

        assertThat(result.byMember().get("b").active()).containsAll(lost);
        assertThat(result.byMember().get("b").standby()).isEqualTo(ofA);
        assertThat(result.byMember().get("a").standby()).containsExactly(new TaskId(0, 1), new TaskId(0, 2));
        assertThat(result.probe()).isFalse();
    }

    @Test
    void standbysGoToOtherRacks() {
        Set<TaskId> all = tasks(1, 6);

        AssignmentResult result =
                solve(1, 2, all, at("a", PROCESS_A, "one"), at("b", PROCESS_B, "one"), at("c", PROCESS_C, "two"));

        assertThat(result.byMember().get("c").standby())
                .containsAll(result.byMember().get("a").active())
                .containsAll(result.byMember().get("b").active());
        assertThat(result.byMember().get("a").standby()).hasSize(1);
        assertThat(result.byMember().get("b").standby()).hasSize(1);
    }

    @Test
    void standbysMoveToANewProcessUntilTheCountsAreEven() {
        Set<TaskId> all = tasks(1, 6);
        SortedSet<TaskId> lower = new TreeSet<>(Set.of(new TaskId(0, 0), new TaskId(0, 1), new TaskId(0, 2)));
        SortedSet<TaskId> upper = new TreeSet<>(Set.of(new TaskId(0, 3), new TaskId(0, 4), new TaskId(0, 5)));

        AssignmentResult result = solve(
                1,
                2,
                all,
                new Member("a", PROCESS_A, lower, upper, lags(all, 0), Site.UNKNOWN),
                new Member("b", PROCESS_B, upper, lower, lags(all, 0), Site.UNKNOWN),
                fresh("c", PROCESS_C));

        assertThat(result.byMember().values())
                .allSatisfy(told -> assertThat(told.standby()).hasSizeBetween(2, 4));
        assertThat(result.byMember().get("c").standby()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void withUnknownSizesNothingIsTakenFromItsOwner() {
        Set<TaskId> all = tasks(1, 4);

        AssignmentResult result = TaskAssignment.solve(new AssignmentProblem(
                List.of(
                        new Member("a", PROCESS_A, all, Set.of(), lags(all, 0), Site.UNKNOWN),
                        member("b", PROCESS_B, Set.of(), all)),
                all,
                lags(all, AssignmentProblem.NOT_KNOWN),
                configs(0, 2)));

        assertThat(result.byMember().get("a").active()).isEqualTo(all);
        assertThat(result.byMember().get("b").standby()).hasSize(2);
        assertThat(result.probe()).isTrue();
    }

    @Test
    void aThousandMembersAndTenThousandTasksAreAssigned() {
        AssignmentProblem fresh = large(250, 4, 10_000);

        AssignmentResult first = measured("fresh", fresh);
        AssignmentResult again = measured("unchanged", running(fresh, first, member -> true));
        AssignmentResult after = measured(
                "a process lost", running(fresh, first, member -> !member.id().startsWith("m7-")));

        assertThat(again).isEqualTo(first);
        assertThat(after.byMember()).hasSize(996);
    }

    private static AssignmentResult measured(String what, AssignmentProblem problem) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        AssignmentResult result = TaskAssignment.solve(problem);
        Duration taken = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        System.out.printf(
                "%d members, %d tasks, 1 standby each, %s: %d ms of processor time%n",
                problem.members().size(), problem.tasks().size(), what, taken.toMillis());
        // Far from what it takes, so that only what grows much faster than the problem fails here.
        assertThat(taken).as(what).isLessThan(Duration.ofSeconds(30));
        return result;
    }

    private static AssignmentProblem large(int processes, int threads, int tasks) {
        List<Member> members = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            for (int thread = 0; thread < threads; thread++) {
                members.add(at("m" + process + "-" + thread, new UUID(7, process), "rack" + process % 3));
            }
        }
        Set<TaskId> all = tasks(10, tasks / 10);
        return new AssignmentProblem(members, all, lags(all, 5_000_000), configs(1, 2));
    }

    /** The same members later, with state as the assignment says. */
    private static AssignmentProblem running(
            AssignmentProblem problem, AssignmentResult result, Predicate<Member> stillThere) {
        Map<UUID, Map<TaskId, Long>> lags = new HashMap<>();
        problem.members().forEach(member -> {
            Map<TaskId, Long> here = lags.computeIfAbsent(member.process(), process -> new HashMap<>());
            here.putAll(lags(result.byMember().get(member.id()).active(), 0));
            here.putAll(lags(result.byMember().get(member.id()).standby(), 100));
        });
        List<Member> members = problem.members().stream()
                .filter(stillThere)
                .map(member -> new Member(
                        member.id(),
                        member.process(),
                        result.byMember().get(member.id()).active(),
                        result.byMember().get(member.id()).standby(),
                        lags.get(member.process()),
                        member.site()))
                .toList();
        return new AssignmentProblem(members, problem.tasks(), problem.restorable(), problem.configs());
    }

    private static AssignmentResult solve(int standbys, int warmups, Set<TaskId> all, Member... members) {
        return TaskAssignment.solve(
                new AssignmentProblem(List.of(members), all, lags(all, 5_000_000), configs(standbys, warmups)));
    }

    private static Map<TaskId, Long> lags(Set<TaskId> tasks, long lag) {
        Map<TaskId, Long> lags = new HashMap<>();
        tasks.forEach(task -> lags.put(task, lag));
        return lags;
    }

    private static Member at(String id, UUID process, String rack) {
        return new Member(id, process, Set.of(), Set.of(), Map.of(), new Site(rack, Map.of()));
    }

    private static Map<String, Set<TaskId>> active(AssignmentResult result) {
        Map<String, Set<TaskId>> active = new TreeMap<>();
        result.byMember().forEach((id, tasks) -> active.put(id, new HashSet<>(tasks.active())));
        return active;
    }

    /** A member of which nobody knows how old its state is. */
    private static Member member(String id, UUID process, Set<TaskId> running, Set<TaskId> stored) {
        Map<TaskId, Long> lags = new HashMap<>();
        stored.forEach(task -> lags.put(task, AssignmentProblem.NOT_KNOWN));
        return new Member(id, process, running, Set.of(), lags, Site.UNKNOWN);
    }

    private static AssignmentProblem problem(List<Member> members, Set<TaskId> tasks) {
        return new AssignmentProblem(members, tasks, Map.of(), configs(0, 2));
    }

    private static AssignmentConfigs configs(int standbys, int warmups) {
        return new AssignmentConfigs(10_000L, warmups, standbys, 600_000L, List.of());
    }

    private static Member fresh(String id, UUID process) {
        return member(id, process, Set.of(), Set.of());
    }

    private static long countOf(Set<TaskId> tasks, int subtopology) {
        return tasks.stream().filter(task -> task.subtopology() == subtopology).count();
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
