package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.Spread.Place;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Places the standbys of every task that has changelogs: never in a process that has the task already, as unlike its other copies as
 * possible, and as many as there are to be or other processes for them.
 *
 * <p>What is followed stays where that is as good; what has to be placed goes to where the task is to run once it is warmed up, then to
 * where its state is, then to where there are fewest standbys. After that standbys are moved from processes that have many to those that
 * have few, as long as this makes the counts more even and no task's copies more alike.
 */
final class StandbyPlacement {

    /** A process with few standbys for its threads comes first. */
    private static final Comparator<ProcessShare> BY_LOAD =
            Comparator.comparingDouble(ProcessShare::standbyLoad).thenComparing(ProcessShare::id);

    private final int replicas;
    private final Group group;
    private final Recovery recovery;
    private final Spread spread;
    private final Map<TaskId, ProcessShare> active = new TreeMap<>();
    private final Map<TaskId, ProcessShare> destinations = new HashMap<>();
    private final Map<TaskId, Set<ProcessShare>> standbys = new HashMap<>();
    /** How well the copies of a task are to be spread, by the place where it runs. */
    private final Map<Integer, Integer> spreads = new HashMap<>();

    private final List<NavigableSet<ProcessShare>> byPlace = new ArrayList<>();
    private final NavigableSet<ProcessShare> byLoad = new TreeSet<>(BY_LOAD);

    /**
     * A placement of as many standbys for each task.
     *
     * @param placed who runs which task now
     * @param waiting where tasks are to run when their state is there, for those that wait for it
     */
    StandbyPlacement(
            AssignmentProblem problem,
            Group group,
            Recovery recovery,
            Map<TaskId, MemberShare> placed,
            Map<TaskId, MemberShare> waiting) {
        this.replicas = problem.configs().numStandbyReplicas();
        this.group = group;
        this.recovery = recovery;
        this.spread = new Spread(group.processes(), problem.configs().rackAwareAssignmentTags());
        placed.forEach((task, member) -> {
            if (recovery.isRestorable(task)) {
                active.put(task, member.process());
            }
        });
        waiting.forEach((task, member) -> destinations.put(task, member.process()));
        for (Place place : spread.places()) {
            NavigableSet<ProcessShare> ordered = new TreeSet<>(BY_LOAD);
            ordered.addAll(place.processes());
            byPlace.add(ordered);
        }
        byLoad.addAll(group.processes());
    }

    void place() {
        if (replicas == 0) {
            return;
        }
        active.forEach((task, process) -> {
            Set<ProcessShare> chosen = standbysOf(task, process);
            chosen.forEach(standby -> add(standby, task));
            standbys.put(task, chosen);
        });
        boolean again = true;
        while (again) {
            again = evenOut();
        }
    }

    /**
     * Stays with the processes that follow the task if that is spread well enough. What is well enough depends on the group and on where
     * the task runs, but not on who follows it: otherwise the next assignment could find something better still.
     */
    private Set<ProcessShare> standbysOf(TaskId task, ProcessShare runs) {
        int enough = spreads.computeIfAbsent(
                spread.placeOf(runs).index(), place -> spread.of(runs, fill(task, runs, Way.PLACE_BY_PLACE)));
        for (Way way : List.of(Way.STAYING, Way.FREE)) {
            Set<ProcessShare> chosen = fill(task, runs, way);
            if (spread.of(runs, chosen) >= enough) {
                return chosen;
            }
        }
        return fill(task, runs, Way.PLACE_BY_PLACE);
    }

    /** How standbys are looked for, one after the other. Each differs as much as possible from those before it. */
    private enum Way {
        /** First among the processes that follow the task. */
        STAYING,
        /** Among all. */
        FREE,
        /** Among those of the first place that differs as much, so that it makes no difference who follows what. */
        PLACE_BY_PLACE
    }

    private Set<ProcessShare> fill(TaskId task, ProcessShare runs, Way way) {
        Set<ProcessShare> copies = new LinkedHashSet<>(Set.of(runs));
        Set<ProcessShare> staying = new LinkedHashSet<>();
        if (way == Way.STAYING) {
            staying.addAll(recovery.followers(task));
            staying.remove(runs);
            staying.remove(destinations.get(task));
        }
        while (copies.size() <= replicas && copies.size() < group.processes().size()) {
            ProcessShare next = staying.isEmpty()
                    ? choose(task, copies, way == Way.PLACE_BY_PLACE)
                    : mostDifferent(task, copies, staying);
            staying.remove(next);
            copies.add(next);
        }
        copies.remove(runs);
        return copies;
    }

    private ProcessShare mostDifferent(TaskId task, Set<ProcessShare> copies, Set<ProcessShare> among) {
        return among.stream()
                .min(Comparator.comparingInt(
                                (ProcessShare candidate) -> -spread.differences(spread.placeOf(candidate), copies))
                        .thenComparing(preferred(task)))
                .orElseThrow();
    }

    private ProcessShare choose(TaskId task, Set<ProcessShare> copies, boolean firstPlace) {
        List<Place> best = new ArrayList<>();
        int most = -1;
        for (Place place : spread.places()) {
            if (leastLoaded(place, copies) == null) {
                continue;
            }
            int differences = spread.differences(place, copies);
            if (differences > most) {
                best.clear();
                most = differences;
            }
            if (differences == most && !(firstPlace && !best.isEmpty())) {
                best.add(place);
            }
        }
        return chooseIn(best, task, copies);
    }

    private ProcessShare chooseIn(List<Place> places, TaskId task, Set<ProcessShare> copies) {
        Set<ProcessShare> candidates = new HashSet<>(recovery.homes(task));
        ProcessShare destination = destinations.get(task);
        if (destination != null) {
            candidates.add(destination);
        }
        candidates.addAll(recovery.followers(task));
        candidates.removeIf(candidate -> copies.contains(candidate) || !places.contains(spread.placeOf(candidate)));
        places.forEach(place -> {
            ProcessShare free = leastLoaded(place, copies);
            if (free != null) {
                candidates.add(free);
            }
        });
        return candidates.stream().min(preferred(task)).orElseThrow();
    }

    private Comparator<ProcessShare> preferred(TaskId task) {
        return Comparator.comparingInt((ProcessShare candidate) -> preference(candidate, task))
                .thenComparingLong(candidate -> recovery.delay(candidate, task))
                .thenComparing(BY_LOAD);
    }

    /** A task that moves to where it is followed will need its other standby then, so the destination counts less than that. */
    private int preference(ProcessShare candidate, TaskId task) {
        if (candidate == destinations.get(task)) {
            return 1;
        }
        if (candidate.follows(task)) {
            return 0;
        }
        return candidate.lags().containsKey(task) ? 2 : 3;
    }

    private @Nullable ProcessShare leastLoaded(Place place, Collection<ProcessShare> except) {
        for (ProcessShare process : byPlace.get(place.index())) {
            if (!except.contains(process)) {
                return process;
            }
        }
        return null;
    }

    private boolean evenOut() {
        boolean moved = false;
        for (ProcessShare from : List.copyOf(byLoad.descendingSet())) {
            while (moveOne(from)) {
                moved = true;
            }
        }
        return moved;
    }

    private boolean moveOne(ProcessShare from) {
        for (ProcessShare to : byLoad) {
            if (to.standbyLoad() >= from.standbyLoad()) {
                return false;
            }
            TaskId task = makesEven(from, to) ? movable(from, to) : null;
            if (task != null) {
                remove(from, task);
                add(to, task);
                Set<ProcessShare> copies = standbys.getOrDefault(task, Set.of());
                copies.remove(from);
                copies.add(to);
                return true;
            }
        }
        return false;
    }

    /** Whether after a move the one would still have no fewer than the other, so that it is never moved back. */
    private static boolean makesEven(ProcessShare from, ProcessShare to) {
        return (double) (from.standbys().size() - 1) / from.threads()
                >= (double) (to.standbys().size() + 1) / to.threads();
    }

    /** The task that is best moved: one that was not followed before loses nothing. */
    private @Nullable TaskId movable(ProcessShare from, ProcessShare to) {
        TaskId best = null;
        for (TaskId task : from.standbys()) {
            if (mayMove(task, from, to) && (best == null || (from.follows(best) && !from.follows(task)))) {
                best = task;
            }
        }
        return best;
    }

    private boolean mayMove(TaskId task, ProcessShare from, ProcessShare to) {
        Set<ProcessShare> others = new HashSet<>(standbys.getOrDefault(task, Set.of()));
        ProcessShare runs = active.get(task);
        if (runs == null || runs == to || others.contains(to) || destinations.get(task) == from) {
            return false;
        }
        others.add(runs);
        others.remove(from);
        return spread.differences(spread.placeOf(to), others) >= spread.differences(spread.placeOf(from), others);
    }

    private void add(ProcessShare process, TaskId task) {
        reorder(process, () -> process.standbys().add(task));
    }

    private void remove(ProcessShare process, TaskId task) {
        reorder(process, () -> process.standbys().remove(task));
    }

    /** An ordered set must not hold what changes its order. */
    private void reorder(ProcessShare process, Runnable change) {
        NavigableSet<ProcessShare> place = byPlace.get(spread.placeOf(process).index());
        place.remove(process);
        byLoad.remove(process);
        change.run();
        place.add(process);
        byLoad.add(process);
    }
}
