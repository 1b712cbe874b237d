package io.millrace.streams.processor.assignment;

import io.millrace.streams.processor.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The client tags by which copies of a task are to be spread, such as zones: none if none are configured. */
final class ClientTags {

    private final List<String> keys;
    private final Map<ProcessId, KafkaStreamsState> clients;

    ClientTags(ApplicationState application) {
        this.keys = application.assignmentConfigs().rackAwareAssignmentTags();
        this.clients = application.kafkaStreamsStates(false);
    }

    /** In how many tags a client differs from all of these. */
    int differences(KafkaStreamsState client, Collection<KafkaStreamsState> others) {
        int different = 0;
        for (String key : keys) {
            String value = client.clientTags().get(key);
            if (others.stream()
                    .noneMatch(other -> Objects.equals(value, other.clientTags().get(key)))) {
                different++;
            }
        }
        return different;
    }

    /** Whether a copy of a task is as well spread at one client as at the other. */
    boolean mayMove(
            KafkaStreamsState source,
            KafkaStreamsState destination,
            TaskId task,
            Map<ProcessId, KafkaStreamsAssignment> assignments) {
        if (keys.isEmpty()) {
            return true;
        }
        List<KafkaStreamsState> others = assignments.values().stream()
                .filter(assignment -> !assignment.processId().equals(source.processId())
                        && assignment.tasks().containsKey(task))
                .map(assignment -> Objects.requireNonNull(clients.get(assignment.processId())))
                .toList();
        return differences(destination, others) >= differences(source, others);
    }
}
