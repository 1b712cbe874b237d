package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the standbys of every task with state to an assignment. */
final class StandbyPlacement {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyPlacement.class);

    private final ApplicationState application;
    private final Map<ProcessId, KafkaStreamsState> clients;
    private final Map<ProcessId, KafkaStreamsAssignment> assignments;
    private final ClientTags tags;

    StandbyPlacement(ApplicationState application, Map<ProcessId, KafkaStreamsAssignment> assignments) {
        this.application = application;
        this.clients = new TreeMap<>(application.kafkaStreamsStates(false));
        this.assignments = assignments;
        this.tags = new ClientTags(application);
    }

    void place() {
        int replicas = application.assignmentConfigs().numStandbyReplicas();
        application.allTasks().values().stream()
                .filter(TaskInfo::isStateful)
                .sorted(Comparator.comparing(TaskInfo::id))
                .forEach(task -> place(task, replicas));
    }

    private void place(TaskInfo task, int replicas) {
        for (int placed = 0; placed < replicas; placed++) {
            Optional<KafkaStreamsState> best = best(task);
            if (best.isEmpty()) {
                LOG.warn(
                        "Task {} has {} of its {} standbys: there are no more clients that do not have it",
                        task.id(),
                        placed,
                        replicas);
                return;
            }
            assignment(best.get()).assignTask(new AssignedTask(task.id(), AssignedTask.Type.STANDBY));
        }
    }

    private Optional<KafkaStreamsState> best(TaskInfo task) {
        List<KafkaStreamsState> holders = new ArrayList<>();
        List<KafkaStreamsState> candidates = new ArrayList<>();
        for (Map.Entry<ProcessId, KafkaStreamsState> client : clients.entrySet()) {
            if (assignments.containsKey(client.getKey())) {
                boolean holds = assignment(client.getValue()).tasks().containsKey(task.id());
                (holds ? holders : candidates).add(client.getValue());
            }
        }
        return candidates.stream()
                .min(Comparator.comparingInt((KafkaStreamsState client) -> -tags.differences(client, holders))
                        .thenComparing(client -> !client.previousStandbyTasks().contains(task.id())
                                && !client.previousActiveTasks().contains(task.id()))
                        .thenComparingDouble(this::load)
                        .thenComparing(KafkaStreamsState::processId));
    }

    private double load(KafkaStreamsState client) {
        return (double) assignment(client).tasks().size() / Math.max(1, client.numProcessingThreads());
    }

    private KafkaStreamsAssignment assignment(KafkaStreamsState client) {
        return Objects.requireNonNull(assignments.get(client.processId()));
    }
}
