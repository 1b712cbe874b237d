package io.millrace.streams.processor.assignment.assignors;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.ApplicationState;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.processor.assignment.TaskInfo;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places tasks where they were, within the share of each client.
 *
 * <p>A client's share is the part of the tasks that its threads are of all threads, rounded down or up; as many are rounded up as it takes
 * to place all. First every client keeps what it ran, up to the share rounded down. Of the rest, a task goes to where it ran, else to
 * where its state is, if the share there allows, else to the least busy client; of equally busy ones to that whose tasks it has been
 * together with least, so that the failure of one client spreads over many.
 */
final class StickyPlacement {

    private static final Logger LOG = LoggerFactory.getLogger(StickyPlacement.class);

    private final ApplicationState application;
    private final Map<ProcessId, Client> clients = new TreeMap<>();
    private final Map<ProcessId, KafkaStreamsAssignment> assignments = new TreeMap<>();
    private final Set<Pair> pairs = new HashSet<>();

    /** A client and its tasks so far. */
    private record Client(KafkaStreamsState state, KafkaStreamsAssignment assignment) {

        int threads() {
            return Math.max(1, state.numProcessingThreads());
        }

        boolean ran(TaskId task) {
            return state.previousActiveTasks().contains(task);
        }

        boolean followed(TaskId task) {
            return state.previousStandbyTasks().contains(task);
        }

        boolean has(TaskId task) {
            return assignment.tasks().containsKey(task);
        }

        long active() {
            return assignment.tasks().values().stream()
                    .filter(task -> task.type() == AssignedTask.Type.ACTIVE)
                    .count();
        }

        double load() {
            return (double) assignment.tasks().size() / threads();
        }
    }

    /** Two tasks at one client; the lower first. */
    private record Pair(TaskId lower, TaskId higher) {

        static Pair of(TaskId one, TaskId other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    StickyPlacement(ApplicationState application) {
        this.application = application;
        application.kafkaStreamsStates(false).forEach((process, state) -> {
            KafkaStreamsAssignment assignment = KafkaStreamsAssignment.of(process, Set.of());
            assignments.put(process, assignment);
            clients.put(process, new Client(state, assignment));
        });
    }

    /** The assignments, which fill as tasks are placed. */
    Map<ProcessId, KafkaStreamsAssignment> assignments() {
        return assignments;
    }

    void placeActive(boolean keepAll) {
        if (clients.isEmpty()) {
            return;
        }
        SortedSet<TaskId> open = new TreeSet<>(application.allTasks().keySet());
        Shares shares = new Shares(open.size());
        for (Client client : clients.values()) {
            for (TaskId task : client.state().previousActiveTasks()) {
                if (open.contains(task) && (keepAll || client.active() < shares.lower(client))) {
                    open.remove(task);
                    assign(client, task, AssignedTask.Type.ACTIVE);
                }
            }
        }
        for (TaskId task : open) {
            Client client = choose(task, shares::hasRoom);
            assign(client == null ? leastBusy(task, candidate -> true) : client, task, AssignedTask.Type.ACTIVE);
        }
    }

    void placeStandbys() {
        int replicas = application.assignmentConfigs().numStandbyReplicas();
        List<TaskId> stateful = application.allTasks().values().stream()
                .filter(TaskInfo::isStateful)
                .map(TaskInfo::id)
                .sorted()
                .toList();
        double even =
                evenLoad(application.allTasks().size() + stateful.size() * Math.min(replicas, clients.size() - 1));
        for (TaskId task : stateful) {
            for (int placed = 0; placed < replicas; placed++) {
                if (clients.values().stream().allMatch(client -> client.has(task))) {
                    LOG.warn(
                            "Task {} has {} of its {} standbys: there are no more clients that do not have it",
                            task,
                            placed,
                            replicas);
                    break;
                }
                Client client = choose(task, candidate -> !candidate.has(task) && candidate.load() < even);
                assign(
                        client == null ? leastBusy(task, candidate -> !candidate.has(task)) : client,
                        task,
                        AssignedTask.Type.STANDBY);
            }
        }
    }

    private double evenLoad(int copies) {
        return (double) copies
                / clients.values().stream().mapToInt(Client::threads).sum();
    }

    /** A client that had the task, if there is one with room: one that ran it before one that followed it. */
    private @Nullable Client choose(TaskId task, Predicate<Client> hasRoom) {
        return clients.values().stream()
                .filter(client -> client.ran(task) || client.followed(task))
                .filter(hasRoom)
                .min(Comparator.comparing((Client client) -> !client.ran(task))
                        .thenComparingDouble(Client::load)
                        .thenComparing(client -> client.state().processId()))
                .orElse(null);
    }

    private Client leastBusy(TaskId task, Predicate<Client> allowed) {
        return clients.values().stream()
                .filter(allowed)
                .min(Comparator.comparingDouble(Client::load)
                        .thenComparingLong(client -> togetherBefore(client, task))
                        .thenComparing(client -> client.state().processId()))
                .orElseThrow();
    }

    private long togetherBefore(Client client, TaskId task) {
        return client.assignment().tasks().keySet().stream()
                .filter(other -> pairs.contains(Pair.of(task, other)))
                .count();
    }

    private void assign(Client client, TaskId task, AssignedTask.Type type) {
        client.assignment().tasks().keySet().forEach(other -> pairs.add(Pair.of(task, other)));
        client.assignment().assignTask(new AssignedTask(task, type));
    }

    /** How many active tasks each client gets. */
    private final class Shares {

        private final int tasks;
        private final int threads;

        Shares(int tasks) {
            this.tasks = tasks;
            this.threads = clients.values().stream().mapToInt(Client::threads).sum();
        }

        long lower(Client client) {
            return (long) tasks * client.threads() / threads;
        }

        boolean hasRoom(Client client) {
            long lower = lower(client);
            boolean isExact = (long) tasks * client.threads() % threads == 0;
            return client.active() < lower || (client.active() == lower && !isExact && roundedUp() < toRoundUp());
        }

        private long toRoundUp() {
            return tasks - clients.values().stream().mapToLong(this::lower).sum();
        }

        private long roundedUp() {
            return clients.values().stream()
                    .mapToLong(client -> Math.max(0, client.active() - lower(client)))
                    .sum();
        }
    }
}
