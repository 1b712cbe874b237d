package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentNews.HostPartitions;
import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.engine.assign.AssignmentResult.MemberTasks;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assignment of one group, made by its leader.
 *
 * <p>The protocol is cooperative: a member goes on with what it keeps while the others rebalance. So nobody may be given a task
 * that another may still be running: it is withheld in this round. Its owner sees that it lost the task, gives it up and joins
 * again, and in the round that follows the task is free.
 */
final class GroupRound {

    private static final Logger log = LoggerFactory.getLogger(GroupRound.class);

    /** A member that missed more rounds than this has been expelled from the group long ago. */
    private static final int MAX_ROUNDS_MISSED = 100;

    private final Map<String, Subscription> subscriptions;
    private final SortedMap<String, MemberSubscription> members = new TreeMap<>();
    private final Map<TopicPartition, Set<String>> claims = new HashMap<>();
    private final int generation;

    GroupRound(Map<String, Subscription> subscriptions) {
        this.subscriptions = subscriptions;
        this.generation = lastGeneration(subscriptions.values());
        subscriptions.forEach((id, subscription) -> {
            members.put(id, read(id, subscription));
            for (TopicPartition partition : subscription.ownedPartitions()) {
                claims.computeIfAbsent(partition, key -> new HashSet<>()).add(id);
            }
        });
    }

    /** That of the last round, as far as the members agree: one that is far ahead of all others has it from nobody. */
    private static int lastGeneration(Collection<Subscription> subscriptions) {
        int[] known = subscriptions.stream()
                .mapToInt(subscription -> subscription.generationId().orElse(-1))
                .filter(generation -> generation >= 0)
                .sorted()
                .toArray();
        int last = known.length - 1;
        while (last > 0 && (long) known[last] - known[last - 1] > MAX_ROUNDS_MISSED) {
            last--;
        }
        return last < 0 ? -1 : known[last];
    }

    /** What each member tells about itself, by member id. */
    SortedMap<String, MemberSubscription> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    /** Decides which member runs which task. */
    interface Solver {
        AssignmentResult solve(GroupSnapshot group);
    }

    /** What a round gives each member, and tells all of them. */
    record Outcomes(
            Map<String, List<TopicPartition>> partitions,
            Map<String, SortedSet<TaskId>> standbys,
            AssignmentNews news) {}

    /**
     * Assigns the tasks.
     *
     * @param leader makes the assignment
     * @param assignment says who is to run and follow what
     */
    Outcomes assign(PartitionedPlan plan, GroupMember leader, Solver assignment) {
        AssignmentResult result = assignment.solve(snapshot(plan, leader));
        Map<String, List<TopicPartition>> partitions = new HashMap<>();
        Map<String, SortedSet<TaskId>> standbys = new HashMap<>();
        result.byMember().forEach((id, tasks) -> standbys.put(id, new TreeSet<>(tasks.standby())));
        int withheld = 0;
        for (Map.Entry<String, MemberTasks> entry : result.byMember().entrySet()) {
            List<TopicPartition> given = new ArrayList<>();
            for (TaskId task : entry.getValue().active()) {
                Set<TopicPartition> inputs = plan.tasks().getOrDefault(task, Set.of());
                if (inputs.stream().allMatch(input -> isFreeFor(entry.getKey(), input))) {
                    given.addAll(inputs);
                } else {
                    withheld++;
                    goOnFollowing(task, entry.getKey(), standbys);
                }
            }
            partitions.put(entry.getKey(), given);
        }
        log.info(
                "Assigned {} tasks to {} members; {} of them wait for their present owners to give them up{}",
                plan.tasks().size(),
                members.size(),
                withheld,
                result.probe() ? "; more will move when their state is warmed up" : "");
        Map<HostInfo, HostPartitions> hosts = hosts(partitions, standbys, plan);
        return new Outcomes(
                partitions,
                standbys,
                new AssignmentNews(
                        Outcome.ASSIGNED,
                        "",
                        hosts,
                        partitionCounts(plan),
                        Collections.emptySortedSet(),
                        result.probe()));
    }

    /** Whether a member asks for the end of the whole application. */
    boolean endsApplication() {
        return members.values().stream().anyMatch(MemberSubscription::endsApplication);
    }

    /** The group as it is before the round. The word of a member that missed one does not count: it has lost what it had. */
    GroupSnapshot snapshot(PartitionedPlan plan, GroupMember leader) {
        Map<String, Set<TaskId>> running = new HashMap<>();
        members.keySet().forEach(id -> running.put(id, new HashSet<>()));
        plan.tasks()
                .forEach((task, inputs) -> inputs.forEach(input -> claimsOf(input).stream()
                        .filter(this::isCurrent)
                        .forEach(id -> running.computeIfAbsent(id, key -> new HashSet<>())
                                .add(task))));
        return new GroupSnapshot(members, running, plan.tasks(), leader);
    }

    /** A process that will run a task in the next round keeps its state up to date until then, if it does so now. */
    private void goOnFollowing(TaskId task, String destination, Map<String, SortedSet<TaskId>> standbys) {
        MemberSubscription next = members.get(destination);
        members.forEach((id, member) -> {
            if (next != null
                    && member.process().equals(next.process())
                    && member.standbys().contains(task)) {
                standbys.computeIfAbsent(id, key -> new TreeSet<>()).add(task);
            }
        });
    }

    /** Leaves everything as it is, so that nothing moves because of an error. */
    Outcomes keep(Outcome outcome, String detail) {
        Map<String, List<TopicPartition>> partitions = new HashMap<>();
        subscriptions.forEach((id, subscription) -> partitions.put(
                id,
                subscription.ownedPartitions().stream()
                        .filter(partition -> isFreeFor(id, partition))
                        .toList()));
        return new Outcomes(partitions, Map.of(), AssignmentNews.failed(outcome, detail));
    }

    /** Nobody else claims the partition, or only members whose claim is outdated while this one's is not. */
    private boolean isFreeFor(String member, TopicPartition partition) {
        Set<String> claimants = claimsOf(partition);
        boolean owner = claimants.contains(member) && isCurrent(member);
        return claimants.stream().allMatch(other -> other.equals(member) || (owner && !isCurrent(other)));
    }

    private Set<String> claimsOf(TopicPartition partition) {
        return claims.getOrDefault(partition, Set.of());
    }

    private boolean isCurrent(String member) {
        Subscription subscription = subscriptions.get(member);
        return subscription != null && subscription.generationId().orElse(-1) == generation;
    }

    private Map<HostInfo, HostPartitions> hosts(
            Map<String, List<TopicPartition>> partitions,
            Map<String, SortedSet<TaskId>> standbys,
            PartitionedPlan plan) {
        Map<HostInfo, Set<TopicPartition>> active = new HashMap<>();
        Map<HostInfo, Set<TopicPartition>> standby = new HashMap<>();
        members.forEach((id, member) -> {
            HostInfo host = member.host();
            if (host != null) {
                active.computeIfAbsent(host, key -> new HashSet<>()).addAll(partitions.getOrDefault(id, List.of()));
                Set<TopicPartition> followed = standby.computeIfAbsent(host, key -> new HashSet<>());
                standbys.getOrDefault(id, Collections.emptySortedSet())
                        .forEach(task -> followed.addAll(plan.tasks().getOrDefault(task, Set.of())));
            }
        });
        Map<HostInfo, HostPartitions> hosts = new HashMap<>();
        active.forEach((host, inputs) ->
                hosts.put(host, new HostPartitions(inputs, standby.getOrDefault(host, Set.of()))));
        return hosts;
    }

    private static Map<String, Integer> partitionCounts(PartitionedPlan plan) {
        Map<String, Integer> counts = new HashMap<>();
        plan.tasks()
                .values()
                .forEach(inputs ->
                        inputs.forEach(input -> counts.merge(input.topic(), input.partition() + 1, Math::max)));
        return counts;
    }

    private static MemberSubscription read(String member, Subscription subscription) {
        try {
            return SubscriptionCodec.decode(subscription.userData());
        } catch (MetadataFormatException e) {
            log.warn(
                    "Member {} of the group sent metadata that cannot be read, so it is taken for a new member; does"
                            + " every member run this application? {}",
                    member,
                    e.getMessage());
            UUID process = UUID.nameUUIDFromBytes(member.getBytes(StandardCharsets.UTF_8));
            return MemberSubscription.unknown(process);
        }
    }
}
