package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A client as a user's assignor sees it. Members tell which state they have, not how old it is: what is there counts as without lag,
 * what is not as with the largest lag there is.
 */
final class GroupClient implements KafkaStreamsState {

    private static final long NOTHING_THERE = Long.MAX_VALUE;

    private final ProcessId process;
    private final Map<String, Member> members = new TreeMap<>();
    private final SortedSet<TaskId> active = new TreeSet<>();
    private final SortedSet<TaskId> stored = new TreeSet<>();
    private final Map<TaskId, Long> lags = new TreeMap<>();
    private final Optional<HostInfo> host;

    GroupClient(
            ProcessId process,
            List<Member> threads,
            Map<String, MemberSubscription> subscriptions,
            Set<TaskId> stateful) {
        this.process = process;
        for (Member member : threads) {
            members.put(member.id(), member);
            active.addAll(member.running());
            stored.addAll(member.stored());
        }
        stored.retainAll(stateful);
        stored.removeAll(active);
        stateful.forEach(task -> lags.put(task, isThere(task) ? 0L : NOTHING_THERE));
        this.host = threads.stream()
                .map(member -> subscriptions.get(member.id()))
                .filter(Objects::nonNull)
                .map(MemberSubscription::host)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private boolean isThere(TaskId task) {
        return active.contains(task) || stored.contains(task);
    }

    @Override
    public ProcessId processId() {
        return process;
    }

    @Override
    public int numProcessingThreads() {
        return members.size();
    }

    @Override
    public SortedSet<String> consumerClientIds() {
        return new TreeSet<>(members.keySet());
    }

    @Override
    public SortedSet<TaskId> previousActiveTasks() {
        return Collections.unmodifiableSortedSet(active);
    }

    @Override
    public SortedSet<TaskId> previousStandbyTasks() {
        return Collections.unmodifiableSortedSet(stored);
    }

    @Override
    public long lagFor(TaskId task) {
        Long lag = lags.get(task);
        if (lag == null) {
            throw new IllegalStateException("Task " + task + " has no state, and so no lag");
        }
        return lag;
    }

    @Override
    public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
        SortedSet<TaskId> tasks = new TreeSet<>(Comparator.comparingLong((TaskId task) -> lags.getOrDefault(task, 0L))
                .thenComparing(Comparator.naturalOrder()));
        Member member = members.get(consumerClientId);
        if (member != null) {
            tasks.addAll(member.running());
            tasks.addAll(stored);
        }
        return tasks;
    }

    @Override
    public Map<TaskId, Long> statefulTasksToLagSums() {
        return Collections.unmodifiableMap(lags);
    }

    @Override
    public Optional<HostInfo> hostInfo() {
        return host;
    }

    @Override
    public Map<String, String> clientTags() {
        return Map.of();
    }

    @Override
    public Optional<String> rackId() {
        return Optional.empty();
    }
}
