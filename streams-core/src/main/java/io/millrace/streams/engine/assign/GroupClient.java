package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client as a user's assignor sees it. */
final class GroupClient implements KafkaStreamsState {

    private final ProcessId process;
    private final Map<String, Member> members = new TreeMap<>();
    private final SortedSet<TaskId> active = new TreeSet<>();
    private final SortedSet<TaskId> followed = new TreeSet<>();
    private final @Nullable Map<TaskId, Long> lags;
    private final Optional<HostInfo> host;
    private final Site site;

    /**
     * What it takes to tell lags.
     *
     * @param sizes how far the changelogs go
     * @param stateful the tasks that have a lag
     */
    record Lags(ChangelogSizes sizes, Set<TaskId> stateful) {}

    /** A client made of these members of one process; without lags if they were not asked for. */
    GroupClient(
            ProcessId process,
            List<Member> threads,
            Map<String, MemberSubscription> subscriptions,
            Set<TaskId> stateful,
            @Nullable Lags lags) {
        this.process = process;
        Map<TaskId, Long> known = new HashMap<>();
        for (Member member : threads) {
            members.put(member.id(), member);
            active.addAll(member.running());
            followed.addAll(member.standbys());
            followed.addAll(member.lags().keySet());
            member.lags().forEach((task, lag) -> known.merge(task, lag, Math::min));
        }
        followed.retainAll(stateful);
        followed.removeAll(active);
        this.site = threads.isEmpty() ? Site.UNKNOWN : threads.get(0).site();
        this.lags = lags == null ? null : lags(lags, known);
        this.host = threads.stream()
                .map(member -> subscriptions.get(member.id()))
                .filter(Objects::nonNull)
                .map(MemberSubscription::host)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** A task that has a store but no changelog has nothing to catch up with. */
    private Map<TaskId, Long> lags(Lags asked, Map<TaskId, Long> known) {
        Map<TaskId, Long> result = new TreeMap<>();
        for (TaskId task : asked.stateful()) {
            long fromNothing = asked.sizes().ends().getOrDefault(task, 0L);
            long lag = active.contains(task) ? known.getOrDefault(task, 0L) : known.getOrDefault(task, fromNothing);
            result.put(task, Math.min(fromNothing, lag));
        }
        return Collections.unmodifiableMap(result);
    }

    private Map<TaskId, Long> requireLags() {
        if (lags == null) {
            throw new UnsupportedOperationException(
                    "Lags were not asked for: call ApplicationState.kafkaStreamsStates(true)");
        }
        return lags;
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
        return Collections.unmodifiableSortedSet(followed);
    }

    @Override
    public long lagFor(TaskId task) {
        Long lag = requireLags().get(task);
        if (lag == null) {
            throw new IllegalStateException("Task " + task + " has no state, and so no lag");
        }
        return lag;
    }

    @Override
    public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
        Map<TaskId, Long> known = requireLags();
        SortedSet<TaskId> tasks = new TreeSet<>(Comparator.comparingLong((TaskId task) -> known.getOrDefault(task, 0L))
                .thenComparing(Comparator.naturalOrder()));
        Member member = members.get(consumerClientId);
        if (member != null) {
            tasks.addAll(member.running());
            tasks.addAll(followed);
        }
        return tasks;
    }

    @Override
    public Map<TaskId, Long> statefulTasksToLagSums() {
        return requireLags();
    }

    @Override
    public Optional<HostInfo> hostInfo() {
        return host;
    }

    @Override
    public Map<String, String> clientTags() {
        return site.tags();
    }

    @Override
    public Optional<String> rackId() {
        return Optional.ofNullable(site.rack());
    }
}
