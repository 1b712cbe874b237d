package io.millrace.streams.engine.assign;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Says in which rack each task is to run, so that little is read from other racks, if the configuration asks for it; {@link ActivePlacement}
 * then divides what a rack gets among its members.
 *
 * <p>How many tasks a rack gets depends on nothing but the members and the numbers of tasks: such that the counts of all members differ by
 * one at most, and with {@code balance_subtopology} also how many of each sub-topology. A task costs {@code
 * rack.aware.assignment.traffic_cost} for each of its partitions without a replica in the rack, and {@code
 * rack.aware.assignment.non_overlap_cost} if it has to leave the rack where it runs now (or, if it runs nowhere, those where its state is least behind).
 *
 * <p>Tasks begin where they are, as far as there is room. Then racks are the nodes of a graph: an edge from one to another is the task that
 * is cheapest to move between them, weighed by what the move adds. A cycle of negative weight is an exchange that lowers the cost; when
 * there is none, the cost is the lowest that these counts allow. Because it is the lowest, it stays, also while only some of the tasks have
 * moved: a move that is not made costs no more than one that is made and taken back. That is why the counts may not depend on where tasks
 * run, and why a move that costs nothing counts a little all the same.
 *
 * <p>Members without a rack are far from every partition. A task of which the racks of a partition are not known stays if there is room.
 */
final class RackPlacement {

    private static final int DEFAULT_TRAFFIC_COST = 10;
    private static final int DEFAULT_NON_OVERLAP_COST = 1;

    /** More than all partitions of a task cost. */
    private static final long NOT_KNOWN_COST = 1L << 40;

    private static final String NO_RACK = "";

    private final AssignmentProblem problem;
    private final Group group;
    private final Recovery recovery;
    private final Map<TaskId, MemberShare> owners;
    private final boolean bySubtopology;
    private final List<Rack> racks = new ArrayList<>();
    private final Map<TaskId, long[]> costs = new HashMap<>();
    private final Map<TaskId, Integer> placed = new TreeMap<>();

    /** By the racks it leads from and to, what may move, the cheapest first. */
    private final List<List<NavigableSet<Move>>> moves = new ArrayList<>();

    /** Some of the members, and the tasks that they are to divide among them. */
    record Part(Set<TaskId> tasks, Group group) {}

    /** The processes of a rack, and how many more tasks they are to get. */
    private static final class Rack {

        private final String name;
        private final List<ProcessShare> processes = new ArrayList<>();
        private int members;
        private int room;
        /** Of the sub-topology that is being divided. */
        private int given;

        Rack(String name) {
            this.name = name;
        }

        double load() {
            return (double) given / members;
        }

        double free() {
            return (double) room / members;
        }
    }

    /** A task that may go to another rack, and what that adds to the cost. */
    private record Move(long added, TaskId task) {

        static final Comparator<Move> ORDER =
                Comparator.comparingLong(Move::added).thenComparing(Move::task);
    }

    private RackPlacement(AssignmentProblem problem, Group group, Recovery recovery, Map<TaskId, MemberShare> owners) {
        this.problem = problem;
        this.group = group;
        this.recovery = recovery;
        this.owners = owners;
        this.bySubtopology = problem.configs()
                .rackAwareAssignmentStrategy()
                .equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY);
    }

    /**
     * The tasks of each rack; all in one if racks make no difference.
     *
     * @param owners who runs which task now
     */
    static List<Part> parts(
            AssignmentProblem problem, Group group, Recovery recovery, Map<TaskId, MemberShare> owners) {
        String strategy = problem.configs().rackAwareAssignmentStrategy();
        if (strategy.equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE)
                || problem.racks().isEmpty()
                || group.members().isEmpty()) {
            return List.of(new Part(problem.tasks(), group));
        }
        return new RackPlacement(problem, group, recovery, owners).place();
    }

    private List<Part> place() {
        SortedMap<String, Rack> byName = new TreeMap<>();
        for (ProcessShare process : group.processes()) {
            Rack rack = byName.computeIfAbsent(nameOf(process), Rack::new);
            rack.processes.add(process);
            rack.members += process.threads();
        }
        racks.addAll(byName.values());
        setRoom();
        problem.tasks().forEach(task -> costs.put(task, costsOf(task)));
        new TreeMap<>(problem.tasks().stream()
                        .collect(Collectors.groupingBy(task -> bySubtopology ? task.subtopology() : 0)))
                .values()
                .forEach(this::place);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < racks.size(); i++) {
            int rack = i;
            Set<TaskId> tasks = new TreeSet<>(problem.tasks());
            tasks.removeIf(task -> placed(task) != rack);
            parts.add(new Part(tasks, group.within(racks.get(rack).processes)));
        }
        return parts;
    }

    private static String nameOf(ProcessShare process) {
        String rack = process.site().rack();
        return rack == null ? NO_RACK : rack;
    }

    /** As many tasks for each member, and of those left over, each to the rack whose members have fewest. */
    private void setRoom() {
        int members = group.members().size();
        int quota = problem.tasks().size() / members;
        racks.forEach(rack -> rack.room = quota * rack.members);
        for (int larger = problem.tasks().size() % members; larger > 0; larger--) {
            racks.stream().min(Comparator.comparingDouble(Rack::free)).orElseThrow().room++;
        }
    }

    /**
     * By rack. A move counts a little even if it costs nothing, and that its state is not there yet even less; no sum of such trifles in one
     * exchange, which has no more moves than there are racks, is as much as the least difference in cost.
     */
    private long[] costsOf(TaskId task) {
        long trafficCost = problem.configs().rackAwareTrafficCost().orElse(DEFAULT_TRAFFIC_COST);
        long moveCost = problem.configs().rackAwareNonOverlapCost().orElse(DEFAULT_NON_OVERLAP_COST);
        long unit = racks.size() + 1L;
        List<Set<String>> partitions = problem.racks().get(task);
        Set<String> homes = homes(task);
        long[] result = new long[racks.size()];
        for (int i = 0; i < result.length; i++) {
            Rack rack = racks.get(i);
            boolean stays = homes.isEmpty() || homes.contains(rack.name);
            long cost = stays ? 0 : moveCost;
            if (partitions == null) {
                cost += stays ? 0 : NOT_KNOWN_COST;
            } else {
                cost += trafficCost
                        * partitions.stream()
                                .filter(replicas -> !replicas.contains(rack.name))
                                .count();
            }
            boolean waits = rack.processes.stream().noneMatch(process -> recovery.isCaughtUp(process, task));
            result[i] = (cost * unit + (stays ? 0 : 1)) * unit + (waits ? 1 : 0);
        }
        return result;
    }

    /** The rack where a task runs; if it runs nowhere, those where its state is least behind, which is where it ran last. */
    private Set<String> homes(TaskId task) {
        MemberShare owner = owners.get(task);
        if (owner != null) {
            return Set.of(nameOf(owner.process()));
        }
        List<ProcessShare> known = recovery.homes(task);
        long least = known.stream()
                .mapToLong(process -> recovery.lag(process, task))
                .min()
                .orElse(0);
        return known.stream()
                .filter(process -> recovery.lag(process, task) == least)
                .map(RackPlacement::nameOf)
                .collect(Collectors.toSet());
    }

    /** Tasks that run nowhere are not put behind those that run: otherwise whichever happened to change hands would have to leave its rack. */
    private void place(Collection<TaskId> tasks) {
        int[] counts = counts(tasks.size());
        List<TaskId> sorted = tasks.stream().sorted().toList();
        List<TaskId> rest = new ArrayList<>();
        for (TaskId task : sorted) {
            Set<String> homes = homes(task);
            int home = cheapest(task, rack -> counts[rack] > 0 && homes.contains(racks.get(rack).name));
            if (home < 0) {
                rest.add(task);
            } else {
                counts[home]--;
                placed.put(task, home);
            }
        }
        for (TaskId task : rest) {
            int rack = cheapest(task, candidate -> counts[candidate] > 0);
            counts[rack]--;
            placed.put(task, rack);
        }
        exchange(sorted);
    }

    private int cheapest(TaskId task, IntPredicate possible) {
        int best = -1;
        for (int rack = 0; rack < racks.size(); rack++) {
            if (possible.test(rack) && (best < 0 || cost(task, rack) < cost(task, best))) {
                best = rack;
            }
        }
        return best;
    }

    /** How many of so many tasks each rack gets: each goes to where there are fewest of them for the members. */
    private int[] counts(int tasks) {
        racks.forEach(rack -> rack.given = 0);
        for (int i = 0; i < tasks; i++) {
            Rack next = racks.stream()
                    .filter(rack -> rack.room > 0)
                    .min(Comparator.comparingDouble(Rack::load)
                            .thenComparing(
                                    Comparator.comparingDouble(Rack::free).reversed()))
                    .orElseThrow();
            next.given++;
            next.room--;
        }
        return racks.stream().mapToInt(rack -> rack.given).toArray();
    }

    private void exchange(Collection<TaskId> tasks) {
        moves.clear();
        for (int from = 0; from < racks.size(); from++) {
            List<NavigableSet<Move>> leaving = new ArrayList<>();
            racks.forEach(to -> leaving.add(new TreeSet<>(Move.ORDER)));
            moves.add(leaving);
        }
        tasks.forEach(this::offer);
        for (List<Integer> cycle = cheaperCycle(); !cycle.isEmpty(); cycle = cheaperCycle()) {
            moveAlong(cycle);
        }
    }

    private void offer(TaskId task) {
        for (int to = 0; to < racks.size(); to++) {
            if (to != placed(task)) {
                moves.get(placed(task)).get(to).add(move(task, to));
            }
        }
    }

    private void withdraw(TaskId task) {
        for (int to = 0; to < racks.size(); to++) {
            if (to != placed(task)) {
                moves.get(placed(task)).get(to).remove(move(task, to));
            }
        }
    }

    private Move move(TaskId task, int to) {
        return new Move(cost(task, to) - cost(task, placed(task)), task);
    }

    private int placed(TaskId task) {
        return Objects.requireNonNull(placed.get(task));
    }

    private long cost(TaskId task, int rack) {
        return Objects.requireNonNull(costs.get(task))[rack];
    }

    /** Racks of which each gives one task to the next, the last to the first: Bellman and Ford's search, from all racks at once. */
    private List<Integer> cheaperCycle() {
        int count = racks.size();
        long[] distances = new long[count];
        int[] before = new int[count];
        Arrays.fill(before, -1);
        int relaxed = -1;
        for (int round = 0; round < count; round++) {
            relaxed = -1;
            for (int from = 0; from < count; from++) {
                for (int to = 0; to < count; to++) {
                    NavigableSet<Move> candidates = moves.get(from).get(to);
                    if (!candidates.isEmpty()
                            && distances[from] + candidates.first().added() < distances[to]) {
                        distances[to] = distances[from] + candidates.first().added();
                        before[to] = from;
                        relaxed = to;
                    }
                }
            }
            if (relaxed < 0) {
                return List.of();
            }
        }
        int onCycle = relaxed;
        for (int i = 0; i < count; i++) {
            onCycle = before[onCycle];
        }
        List<Integer> cycle = new ArrayList<>();
        int rack = onCycle;
        do {
            cycle.add(0, rack);
            rack = before[rack];
        } while (rack != onCycle);
        return cycle;
    }

    private void moveAlong(List<Integer> cycle) {
        Map<TaskId, Integer> moving = new TreeMap<>();
        for (int i = 0; i < cycle.size(); i++) {
            int next = cycle.get((i + 1) % cycle.size());
            moving.put(moves.get(cycle.get(i)).get(next).first().task(), next);
        }
        moving.keySet().forEach(this::withdraw);
        placed.putAll(moving);
        moving.keySet().forEach(this::offer);
    }
}
