package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says which member is to run which task in the end.
 *
 * <p>The members' counts differ by one at most. Each member has a quota, n/m rounded down or up; the larger quotas go where they
 * save a move. A member keeps what it runs, down to its quota: no assignment with such counts moves fewer tasks. Only what has to
 * move, or runs nowhere, is chosen freely: it goes first to where its state is least behind, then to where its sub-topology is
 * rarest. Because what is kept never depends on what is chosen, an assignment that is made again from its own result stays.
 */
final class ActivePlacement {

    private static final int RUNS_MORE = 0;
    private static final int WAITS_FOR_ITS_OWN = 1;
    private static final int HAS_STATE = 2;
    private static final int NOT_WAITING = 3;

    private final Set<TaskId> tasks;
    private final Group group;
    private final Recovery recovery;
    private final Map<Integer, Integer> sizes = new HashMap<>();
    private final SortedSet<TaskId> pool;
    private final Map<TaskId, MemberShare> owners = new HashMap<>();

    ActivePlacement(Set<TaskId> tasks, Group group, Recovery recovery) {
        this.tasks = tasks;
        this.group = group;
        this.recovery = recovery;
        this.pool = new TreeSet<>(tasks);
        tasks.forEach(task -> sizes.merge(task.subtopology(), 1, Integer::sum));
    }

    /** Places every task, if there is any member. */
    void place() {
        if (group.members().isEmpty()) {
            return;
        }
        keepRunning();
        setQuotas();
        placeWhereStored();
        Map<TaskId, ProcessShare> promised = new TreeMap<>();
        group.members().forEach(share -> releaseSurplus(share, promised));
        promised.forEach((task, home) -> {
            home.reserve(-1);
            place(task, List.of(home));
        });
        placeWhereStored();
        placeWhereRarest();
    }

    private void keepRunning() {
        for (MemberShare share : group.members()) {
            for (TaskId task : share.member().running()) {
                if (pool.remove(task)) {
                    share.add(task);
                    owners.put(task, share);
                }
            }
        }
    }

    /** The larger quotas go to those who run more than the smaller, then to those who wait for tasks, spread over the processes. */
    private void setQuotas() {
        int quota = tasks.size() / group.members().size();
        int larger = tasks.size() % group.members().size();
        Map<Integer, List<MemberShare>> ranks = new TreeMap<>();
        Map<ProcessShare, Integer> waiting = waiting();
        for (MemberShare share : group.members()) {
            share.setQuota(quota);
            int rank = share.active().size() > quota ? RUNS_MORE : waiting.getOrDefault(share.process(), NOT_WAITING);
            ranks.computeIfAbsent(rank, key -> new ArrayList<>()).add(share);
        }
        Map<ProcessShare, Integer> extras = new HashMap<>();
        for (List<MemberShare> equals : ranks.values()) {
            RisingQueue<MemberShare, Standing> queue = new RisingQueue<>(
                    equals,
                    share -> new Standing(
                            0,
                            0,
                            (double) extras.getOrDefault(share.process(), 0)
                                    / share.process().threads(),
                            share.id()),
                    Standing.ORDER);
            for (int i = 0; i < equals.size() && larger > 0; i++) {
                MemberShare next = Objects.requireNonNull(queue.poll());
                next.setQuota(quota + 1);
                extras.merge(next.process(), 1, Integer::sum);
                larger--;
            }
        }
    }

    /** Processes that have state of tasks which run nowhere, or elsewhere, like one that was restarted. */
    private Map<ProcessShare, Integer> waiting() {
        Map<ProcessShare, Integer> waiting = new HashMap<>();
        for (ProcessShare process : group.processes()) {
            for (TaskId task : process.lags().keySet()) {
                if (tasks.contains(task)) {
                    MemberShare owner = owners.get(task);
                    if (owner == null) {
                        waiting.put(process, WAITS_FOR_ITS_OWN);
                    } else if (owner.process() != process) {
                        waiting.putIfAbsent(process, HAS_STATE);
                    }
                }
            }
        }
        return waiting;
    }

    /** A task that leaves its member, and where else its state is. */
    private record Release(TaskId task, long delay, long excess) {}

    /** Puts what is over the quota back into the pool: first what others can go on with, then what the member has most of. */
    private void releaseSurplus(MemberShare share, Map<TaskId, ProcessShare> promised) {
        if (share.free() >= 0) {
            return;
        }
        List<Release> releases = new ArrayList<>();
        for (TaskId task : share.active()) {
            ProcessShare home = homeWithRoom(task);
            if (home != null) {
                releases.add(new Release(task, recovery.delay(home, task), excess(share, task.subtopology())));
            }
        }
        releases.sort(Comparator.comparingLong(Release::delay)
                .thenComparing(Release::excess, Comparator.reverseOrder())
                .thenComparing(Release::task, Comparator.reverseOrder()));
        for (Release release : releases) {
            ProcessShare home = share.free() < 0 ? homeWithRoom(release.task()) : null;
            if (home != null) {
                home.reserve(1);
                promised.put(release.task(), home);
                release(share, release.task());
            }
        }
        while (share.free() < 0) {
            release(share, mostAbundant(share));
        }
    }

    private @Nullable ProcessShare homeWithRoom(TaskId task) {
        ProcessShare best = null;
        for (ProcessShare home : recovery.homes(task)) {
            if (home.room() > 0 && (best == null || recovery.delay(home, task) < recovery.delay(best, task))) {
                best = home;
            }
        }
        return best;
    }

    private TaskId mostAbundant(MemberShare share) {
        TaskId most = share.active().last();
        long excess = excess(share, most.subtopology());
        SortedSet<TaskId> rest = share.active().headSet(new TaskId(most.subtopology(), 0));
        while (!rest.isEmpty()) {
            TaskId next = rest.last();
            if (excess(share, next.subtopology()) > excess) {
                most = next;
                excess = excess(share, next.subtopology());
            }
            rest = rest.headSet(new TaskId(next.subtopology(), 0));
        }
        return most;
    }

    private void release(MemberShare share, TaskId task) {
        share.remove(task);
        pool.add(task);
    }

    /** By how much a member has more of a sub-topology than its equal share, in units of one over the number of members. */
    private long excess(MemberShare share, int subtopology) {
        return (long) share.countOf(subtopology) * group.members().size() - sizes.getOrDefault(subtopology, 0);
    }

    private void placeWhereStored() {
        List<TaskId> choosiestFirst = new ArrayList<>();
        for (TaskId task : pool) {
            if (!recovery.homes(task).isEmpty()) {
                choosiestFirst.add(task);
            }
        }
        choosiestFirst.sort(Comparator.comparing(recovery::isQuick)
                .thenComparingInt(task -> recovery.homes(task).size())
                .thenComparing(Comparator.naturalOrder()));
        choosiestFirst.forEach(task -> place(task, recovery.homes(task)));
    }

    /** Places a task at the member of these processes that can go on with it soonest, if one has room. */
    private void place(TaskId task, List<ProcessShare> homes) {
        MemberShare best = null;
        for (ProcessShare home : homes) {
            for (MemberShare candidate : home.members()) {
                if (candidate.free() > 0 && (best == null || isSooner(candidate, best, task))) {
                    best = candidate;
                }
            }
        }
        if (best != null) {
            best.add(task);
            pool.remove(task);
        }
    }

    private boolean isSooner(MemberShare candidate, MemberShare best, TaskId task) {
        int sooner = Long.compare(recovery.delay(candidate.process(), task), recovery.delay(best.process(), task));
        if (sooner != 0) {
            return sooner < 0;
        }
        boolean follows = candidate.member().standbys().contains(task);
        if (follows != best.member().standbys().contains(task)) {
            return follows;
        }
        int subtopology = task.subtopology();
        return Standing.ORDER.compare(standing(candidate, subtopology), standing(best, subtopology)) < 0;
    }

    private static Standing standing(MemberShare share, int subtopology) {
        return new Standing(
                share.countOf(subtopology), -share.free(), share.process().activeLoad(), share.id());
    }

    /** Why a member should get a task before others: the first difference decides, and less is better. */
    private record Standing(int count, int taken, double load, String id) {

        static final Comparator<Standing> ORDER = Comparator.comparingInt(Standing::count)
                .thenComparingInt(Standing::taken)
                .thenComparingDouble(Standing::load)
                .thenComparing(Standing::id);
    }

    private void placeWhereRarest() {
        Map<Integer, List<TaskId>> rest = new TreeMap<>();
        pool.forEach(task -> rest.computeIfAbsent(task.subtopology(), key -> new ArrayList<>())
                .add(task));
        rest.forEach((subtopology, open) -> {
            List<MemberShare> free =
                    group.members().stream().filter(share -> share.free() > 0).toList();
            RisingQueue<MemberShare, Standing> queue =
                    new RisingQueue<>(free, share -> standing(share, subtopology), Standing.ORDER);
            for (TaskId task : open) {
                MemberShare next = Objects.requireNonNull(queue.poll(), "The quotas are fewer than the tasks");
                next.add(task);
                pool.remove(task);
                if (next.free() > 0) {
                    queue.offer(next);
                }
            }
        });
    }
}
