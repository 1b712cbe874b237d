package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.ApplicationState;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.processor.assignment.TaskInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The group as a user's assignor sees it: its clients, each the members of one process, and its tasks. */
final class GroupState implements ApplicationState {

    private final AssignmentConfigs configs;
    private final GroupSnapshot group;
    private final Map<TaskId, TaskInfo> tasks;
    private final Map<ProcessId, KafkaStreamsState> clients;
    private @Nullable Map<ProcessId, KafkaStreamsState> withLags;

    GroupState(AssignmentConfigs configs, GroupSnapshot group, Map<TaskId, TaskInfo> tasks) {
        this.configs = configs;
        this.group = group;
        this.tasks = Collections.unmodifiableMap(new TreeMap<>(tasks));
        this.clients = clients(null);
    }

    private Map<ProcessId, KafkaStreamsState> clients(@Nullable ChangelogSizes sizes) {
        Set<TaskId> stateful = stateful();
        ChangelogSizes known = sizes == null ? ChangelogSizes.notAsked(stateful) : sizes;
        Map<ProcessId, List<Member>> byProcess = new TreeMap<>();
        group.problem(known)
                .members()
                .forEach(member -> byProcess
                        .computeIfAbsent(new ProcessId(member.process()), process -> new ArrayList<>())
                        .add(member));
        Map<ProcessId, KafkaStreamsState> states = new TreeMap<>();
        byProcess.forEach((process, members) -> {
            GroupClient.Lags lags = sizes == null ? null : new GroupClient.Lags(sizes, stateful);
            states.put(process, new GroupClient(process, members, group.members(), stateful, lags));
        });
        return Collections.unmodifiableMap(states);
    }

    private Set<TaskId> stateful() {
        Set<TaskId> stateful = new TreeSet<>();
        tasks.values().stream().filter(TaskInfo::isStateful).forEach(task -> stateful.add(task.id()));
        return stateful;
    }

    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
        if (!computeTaskLags) {
            return clients;
        }
        Map<ProcessId, KafkaStreamsState> known = withLags;
        if (known == null) {
            ChangelogSizes sizes = ChangelogSizes.ask(group.leader(), group.changelogs());
            if (sizes.failure() != null) {
                throw new TaskAssignmentException(
                        "The lags of tasks cannot be had, because the ends of changelogs are not known",
                        sizes.failure());
            }
            known = clients(sizes);
            withLags = known;
        }
        return known;
    }

    @Override
    public AssignmentConfigs assignmentConfigs() {
        return configs;
    }

    @Override
    public Map<TaskId, TaskInfo> allTasks() {
        return tasks;
    }
}
