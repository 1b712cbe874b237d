package io.millrace.streams.processor.assignment;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What it costs to have a task at a client: its partitions in other racks, and a move if it was not there before. */
final class RackCosts {

    static final int DEFAULT_TRAFFIC_COST = 10;
    static final int DEFAULT_NON_OVERLAP_COST = 1;

    private final Map<ProcessId, KafkaStreamsState> clients;
    private final Map<TaskId, TaskInfo> tasks;
    private final String strategy;
    private final int trafficCost;
    private final int nonOverlapCost;

    RackCosts(ApplicationState application, int trafficCost, int nonOverlapCost) {
        this.clients = application.kafkaStreamsStates(false);
        this.tasks = application.allTasks();
        this.strategy = application.assignmentConfigs().rackAwareAssignmentStrategy();
        this.trafficCost = trafficCost;
        this.nonOverlapCost = nonOverlapCost;
    }

    /** Whether there is a strategy, and the racks of these clients and of all partitions are known. */
    boolean applyTo(Collection<ProcessId> processes) {
        return !strategy.equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE)
                && processes.stream().allMatch(process -> rack(process).isPresent())
                && tasks.values().stream()
                        .flatMap(task -> task.topicPartitions().stream())
                        .allMatch(partition -> partition
                                .rackIds()
                                .map(racks -> !racks.isEmpty())
                                .orElse(false));
    }

    Optional<String> rack(ProcessId process) {
        KafkaStreamsState client = clients.get(process);
        return client == null ? Optional.empty() : client.rackId();
    }

    KafkaStreamsState client(ProcessId process) {
        KafkaStreamsState client = clients.get(process);
        if (client == null) {
            throw new IllegalArgumentException("There is no client " + process + " in the application");
        }
        return client;
    }

    long of(TaskId task, ProcessId process, AssignedTask.Type type) {
        KafkaStreamsState client = client(process);
        String rack = client.rackId().orElse("");
        long remote = 0;
        TaskInfo info = tasks.get(task);
        if (info != null) {
            for (TaskTopicPartition partition : info.topicPartitions()) {
                // A standby reads changelogs only.
                boolean isRead = type == AssignedTask.Type.ACTIVE || partition.isChangelog();
                if (isRead && !partition.rackIds().orElse(Set.of()).contains(rack)) {
                    remote++;
                }
            }
        }
        boolean stays = type == AssignedTask.Type.ACTIVE
                ? client.previousActiveTasks().contains(task)
                : client.previousStandbyTasks().contains(task);
        return remote * trafficCost + (stays ? 0 : nonOverlapCost);
    }
}
