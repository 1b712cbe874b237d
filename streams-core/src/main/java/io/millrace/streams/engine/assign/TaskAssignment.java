package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.engine.assign.AssignmentResult.MemberTasks;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Assigns tasks to members: a function of the problem and nothing else.
 *
 * <p>The members' counts differ by one at most. Each member has a quota, n/m rounded down or up; the larger quotas go where they
 * save a move. A member keeps what it runs, down to its quota: no assignment with such counts moves fewer tasks. Only what has to
 * move, or runs nowhere, is chosen freely: it goes first to where its state is on disk, then to where its sub-topology is
 * rarest. Because what is kept never depends on what is chosen, an assignment that is made again from its own result stays.
 */
public final class TaskAssignment {

    private final Set<TaskId> tasks;
    private final List<MemberShare> shares = new ArrayList<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();
    private final Map<UUID, Integer> threads = new HashMap<>();
    private final SortedSet<TaskId> pool;

    private TaskAssignment(AssignmentProblem problem) {
        this.tasks = problem.tasks();
        this.pool = new TreeSet<>(tasks);
        List<Member> members = new ArrayList<>(problem.members());
        members.sort(Comparator.comparing(Member::id));
        for (Member member : members) {
            shares.add(new MemberShare(member));
            threads.merge(member.process(), 1, Integer::sum);
        }
        tasks.forEach(task -> sizes.merge(task.subtopology(), 1, Integer::sum));
    }

    /** Assigns every task of a problem to exactly one member, if there is any member. */
    public static AssignmentResult solve(AssignmentProblem problem) {
        return new TaskAssignment(problem).solve();
    }

    private AssignmentResult solve() {
        if (!shares.isEmpty()) {
            keepRunning();
            setQuotas();
            shares.forEach(this::releaseSurplus);
            placeWhereStored();
            placeWhereRarest();
        }
        Map<String, MemberTasks> result = new TreeMap<>();
        for (MemberShare share : shares) {
            result.put(share.member().id(), new MemberTasks(share.active(), Collections.emptySortedSet()));
        }
        return new AssignmentResult(result, false);
    }

    private void keepRunning() {
        for (MemberShare share : shares) {
            for (TaskId task : share.member().running()) {
                if (pool.remove(task)) {
                    share.add(task);
                }
            }
        }
    }

    private void setQuotas() {
        int quota = tasks.size() / shares.size();
        int larger = tasks.size() % shares.size();
        shares.forEach(share -> share.setQuota(quota));
        Set<UUID> waiting = processesThatWaitForTheirTasks();
        Map<UUID, Integer> extras = new HashMap<>();
        List<MemberShare> candidates = new ArrayList<>(shares);
        for (int i = 0; i < larger; i++) {
            MemberShare next = Collections.min(
                    candidates,
                    Comparator.comparing((MemberShare share) -> share.active().size() <= quota)
                            .thenComparing(
                                    share -> !waiting.contains(share.member().process()))
                            .thenComparingDouble(share -> load(extras, share))
                            .thenComparing(share -> share.member().id()));
            candidates.remove(next);
            next.setQuota(quota + 1);
            extras.merge(next.member().process(), 1, Integer::sum);
        }
    }

    /** Processes that have state of tasks which run elsewhere or nowhere, like one that was restarted. */
    private Set<UUID> processesThatWaitForTheirTasks() {
        Map<TaskId, UUID> runs = new HashMap<>();
        shares.forEach(share ->
                share.active().forEach(task -> runs.put(task, share.member().process())));
        Set<UUID> waiting = new HashSet<>();
        for (MemberShare share : shares) {
            UUID process = share.member().process();
            for (TaskId task : share.member().stored()) {
                if (tasks.contains(task) && !process.equals(runs.get(task))) {
                    waiting.add(process);
                }
            }
        }
        return waiting;
    }

    private double load(Map<UUID, Integer> count, MemberShare share) {
        UUID process = share.member().process();
        return (double) count.getOrDefault(process, 0) / threads.getOrDefault(process, 1);
    }

    /** Puts what is over the quota back into the pool: first what others have the state of, then what the member has most of. */
    private void releaseSurplus(MemberShare share) {
        while (share.free() < 0) {
            TaskId released = Collections.min(
                    share.active(),
                    Comparator.comparing((TaskId task) -> !isStoredWhereThereIsRoom(task, share))
                            .thenComparing(task -> -excess(share, task.subtopology()))
                            .thenComparing(Comparator.<TaskId>reverseOrder()));
            share.remove(released);
            pool.add(released);
        }
    }

    private boolean isStoredWhereThereIsRoom(TaskId task, MemberShare owner) {
        for (MemberShare other : shares) {
            if (other != owner && other.free() > 0 && other.member().stored().contains(task)) {
                return true;
            }
        }
        return false;
    }

    /** By how much a member has more of a sub-topology than its equal share, in units of one over the number of members. */
    private long excess(MemberShare share, int subtopology) {
        return (long) share.countOf(subtopology) * shares.size() - sizes.getOrDefault(subtopology, 0);
    }

    private void placeWhereStored() {
        Map<TaskId, List<MemberShare>> homes = new TreeMap<>();
        for (MemberShare share : shares) {
            for (TaskId task : share.member().stored()) {
                if (pool.contains(task)) {
                    homes.computeIfAbsent(task, id -> new ArrayList<>()).add(share);
                }
            }
        }
        List<TaskId> choosiestFirst = new ArrayList<>(homes.keySet());
        choosiestFirst.sort(Comparator.comparingInt(
                        (TaskId task) -> homes.getOrDefault(task, List.of()).size())
                .thenComparing(Comparator.naturalOrder()));
        for (TaskId task : choosiestFirst) {
            place(task, homes.getOrDefault(task, List.of()));
        }
    }

    private void placeWhereRarest() {
        for (TaskId task : List.copyOf(pool)) { // In order of ids, so sub-topology after sub-topology.
            place(task, shares);
        }
    }

    private void place(TaskId task, List<MemberShare> candidates) {
        MemberShare best = null;
        for (MemberShare candidate : candidates) {
            if (candidate.free() > 0 && (best == null || isBetter(candidate, best, task.subtopology()))) {
                best = candidate;
            }
        }
        if (best != null) {
            best.add(task);
            pool.remove(task);
        }
    }

    /** Candidates come in the order of their ids, so an equal one is not better. */
    private boolean isBetter(MemberShare candidate, MemberShare best, int subtopology) {
        int rarer = Integer.compare(candidate.countOf(subtopology), best.countOf(subtopology));
        if (rarer != 0) {
            return rarer < 0;
        }
        if (candidate.free() != best.free()) {
            return candidate.free() > best.free();
        }
        return placed(candidate) < placed(best);
    }

    private double placed(MemberShare share) {
        UUID process = share.member().process();
        int count = 0;
        for (MemberShare other : shares) {
            if (other.member().process().equals(process)) {
                count += other.active().size();
            }
        }
        return (double) count / threads.getOrDefault(process, 1);
    }
}
