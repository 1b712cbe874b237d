package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
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

/** The group as a user's assignor sees it: its clients, each the members of one process, and its tasks. */
final class GroupState implements ApplicationState {

    private final AssignmentConfigs configs;
    private final Map<TaskId, TaskInfo> tasks;
    private final Map<ProcessId, KafkaStreamsState> clients = new TreeMap<>();

    GroupState(
            AssignmentConfigs configs,
            AssignmentProblem problem,
            Map<String, MemberSubscription> subscriptions,
            Map<TaskId, TaskInfo> tasks) {
        this.configs = configs;
        this.tasks = Collections.unmodifiableMap(new TreeMap<>(tasks));
        Map<ProcessId, List<Member>> byProcess = new TreeMap<>();
        problem.members()
                .forEach(member -> byProcess
                        .computeIfAbsent(new ProcessId(member.process()), process -> new ArrayList<>())
                        .add(member));
        byProcess.forEach((process, members) ->
                clients.put(process, new GroupClient(process, members, subscriptions, stateful())));
    }

    private Set<TaskId> stateful() {
        Set<TaskId> stateful = new TreeSet<>();
        tasks.values().stream().filter(TaskInfo::isStateful).forEach(task -> stateful.add(task.id()));
        return stateful;
    }

    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
        return Collections.unmodifiableMap(clients);
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
