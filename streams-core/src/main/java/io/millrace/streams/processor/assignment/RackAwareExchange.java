package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils.MoveStandbyTaskPredicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges tasks between clients until no exchange lowers the total cost.
 *
 * <p>Seen as a graph, clients are nodes, and an edge from one to another is the task that is cheapest to move between them, weighed by
 * what the move adds to the cost. A cycle of negative weight is an exchange, of two clients or of more, that leaves all counts as they
 * are and lowers the cost; when there is none, the cost is the lowest for these counts. (With a predicate that looks at the whole
 * assignment it is the lowest that single exchanges reach.) Every exchange lowers a sum of integers, so it ends.
 */
final class RackAwareExchange {

    private final RackCosts costs;
    private final Map<ProcessId, KafkaStreamsAssignment> assignments;
    private final AssignedTask.Type type;
    private final MoveStandbyTaskPredicate permission;
    private final List<ProcessId> clients;

    RackAwareExchange(
            RackCosts costs,
            Map<ProcessId, KafkaStreamsAssignment> assignments,
            AssignedTask.Type type,
            MoveStandbyTaskPredicate permission) {
        this.costs = costs;
        this.assignments = assignments;
        this.type = type;
        this.permission = permission;
        this.clients = assignments.keySet().stream().sorted().toList();
    }

    void optimize(Set<TaskId> tasks) {
        List<Move> cycle = cheaperCycle(tasks);
        while (!cycle.isEmpty()) {
            cycle.forEach(this::apply);
            cycle = cheaperCycle(tasks);
        }
    }

    private record Move(TaskId task, ProcessId from, ProcessId to, long addedCost) {}

    private record AssignedTo(TaskId task, ProcessId client) {}

    /** An exchange that lowers the cost, empty if there is none: Bellman and Ford's search, from all clients at once. */
    private List<Move> cheaperCycle(Set<TaskId> tasks) {
        @Nullable Move[][] moves = cheapestMoves(tasks);
        int count = clients.size();
        long[] distances = new long[count];
        int[] before = new int[count];
        Arrays.fill(before, -1);
        int relaxed = -1;
        for (int round = 0; round < count; round++) {
            relaxed = -1;
            for (int from = 0; from < count; from++) {
                for (int to = 0; to < count; to++) {
                    Move move = moves[from][to];
                    if (move != null && distances[from] + move.addedCost() < distances[to]) {
                        distances[to] = distances[from] + move.addedCost();
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
        List<Move> cycle = new ArrayList<>();
        int to = onCycle;
        do {
            cycle.add(Objects.requireNonNull(moves[before[to]][to]));
            to = before[to];
        } while (to != onCycle);
        return isPermitted(cycle) ? cycle : List.of();
    }

    /** Moves of one exchange may be in each other's way: a task that two of them would take to the same client. */
    private boolean isPermitted(List<Move> cycle) {
        long arrivals = cycle.stream()
                .map(move -> new AssignedTo(move.task(), move.to()))
                .distinct()
                .count();
        return arrivals == cycle.size();
    }

    private @Nullable Move[][] cheapestMoves(Set<TaskId> tasks) {
        int count = clients.size();
        @Nullable Move[][] moves = new @Nullable Move[count][count];
        for (int from = 0; from < count; from++) {
            for (AssignedTask task : assignment(from).tasks().values()) {
                if (task.type() != type || !tasks.contains(task.id())) {
                    continue;
                }
                long costHere = costs.of(task.id(), clients.get(from), type);
                for (int to = 0; to < count; to++) {
                    if (to != from && isAllowed(task.id(), from, to)) {
                        long added = costs.of(task.id(), clients.get(to), type) - costHere;
                        Move best = moves[from][to];
                        if (best == null || isBetter(added, task.id(), best)) {
                            moves[from][to] = new Move(task.id(), clients.get(from), clients.get(to), added);
                        }
                    }
                }
            }
        }
        return moves;
    }

    private static boolean isBetter(long added, TaskId task, Move best) {
        return added < best.addedCost() || (added == best.addedCost() && task.compareTo(best.task()) < 0);
    }

    private boolean isAllowed(TaskId task, int from, int to) {
        return !assignment(to).tasks().containsKey(task)
                && permission.canMoveStandbyTask(
                        costs.client(clients.get(from)), costs.client(clients.get(to)), task, assignments);
    }

    private KafkaStreamsAssignment assignment(int client) {
        return Objects.requireNonNull(assignments.get(clients.get(client)));
    }

    private void apply(Move move) {
        AssignedTask task = new AssignedTask(move.task(), type);
        Objects.requireNonNull(assignments.get(move.from())).removeTask(task);
        Objects.requireNonNull(assignments.get(move.to())).assignTask(task);
    }
}
