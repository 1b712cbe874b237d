package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreBuilderStub;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.processor.assignment.TaskInfo;
import io.millrace.streams.processor.assignment.TaskTopicPartition;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rounds of a group whose four tasks have state: standbys, warm-ups, and what is withheld. */
class GroupRoundTests {

    private static final ConsumerGroupMetadata GROUP = null; // Not looked at.
    private static final long END = 50_000;

    private final Leader leader = new Leader();
    private final ClassicGroupAdapter adapter = new ClassicGroupAdapter();
    private final Map<String, Subscription> subscriptions = new TreeMap<>();

    GroupRoundTests() {
        adapter.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, leader));
    }

    @Test
    void everyMemberIsToldItsOwnStandbys() {
        leader.standbys = 1;
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).hasSize(2);
        assertThat(standbys(assignments, "a")).isEqualTo(active(assignments, "b"));
        assertThat(standbys(assignments, "b")).isEqualTo(active(assignments, "a"));
    }

    @Test
    void hostsTellWhatIsFollowed() {
        leader.standbys = 1;
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();
        AssignmentNews news = news(assignments, "a");

        assertThat(news.hosts().get(new HostInfo("host1", 1)).standby())
                .isEqualTo(Set.copyOf(assignments.get("b").partitions()));
    }

    @Test
    void nobodyIsAskedForTheEndsOfChangelogsWhenTheyMakeNoDifference() {
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());
        assign();
        subscriptions.clear();
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        assign();

        assertThat(leader.questions).isEmpty();
    }

    @Test
    void tasksWaitUntilTheirNewOwnerHasCaughtUpAndMoveThen() {
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());
        Map<String, Assignment> first = assign();
        Set<TaskId> warming = standbys(first, "b");
        boolean probeAfterFirst = probe(first, "a");
        subscriptions.clear();
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), at(END - 10, warming), warming);
        Map<String, Assignment> second = assign();
        boolean probeAfterSecond = probe(second, "a");

        assertThat(leader.questions).isNotEmpty();
        assertThat(active(first, "a")).hasSize(4);
        assertThat(warming).hasSize(2);
        assertThat(probeAfterFirst).isTrue();
        assertThat(active(second, "a")).hasSize(2).doesNotContainAnyElementsOf(warming);
        // Withheld for a round, and followed until then.
        assertThat(active(second, "b")).isEmpty();
        assertThat(standbys(second, "b")).isEqualTo(warming);
        assertThat(probeAfterSecond).isFalse();

        subscriptions.clear();
        join("a", 1, active(second, "a"), running(numbers(active(second, "a"))), Set.of());
        join("b", 2, Set.of(), at(END - 10, warming), warming);
        Map<String, Assignment> third = assign();

        assertThat(active(third, "b")).isEqualTo(warming);
        assertThat(standbys(third, "b")).isEmpty();
    }

    @Test
    void aStandbyGoesOnWhileItWaitsForTheTaskToBeGivenUp() {
        leader.standbys = 1;
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), at(END, tasks(0, 1, 2, 3)), tasks(0, 1, 2, 3));

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "b")).isEmpty();
        assertThat(active(assignments, "a")).hasSize(2);
        assertThat(standbys(assignments, "b")).isEqualTo(tasks(0, 1, 2, 3));
        // What moves away is followed from now on where it ran.
        assertThat(standbys(assignments, "a")).hasSize(2).doesNotContainAnyElementsOf(active(assignments, "a"));
    }

    @Test
    void onlyTheLeaderProbesAndOnlyAfterTheRoundThatAskedForIt() {
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());
        Map<String, Assignment> assignments = assign();
        ClassicGroupAdapter other = new ClassicGroupAdapter();
        Leader follower = new Leader();
        other.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, follower));

        other.onAssignment(assignments.get("b"), GROUP);
        boolean first = probe(assignments, "a");
        boolean second = probe(assignments, "a");

        assertThat(follower.news.probe()).isFalse();
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void withoutAnAnswerFromTheBrokersNothingIsTakenFromItsOwnerAndTheLeaderProbes() {
        leader.unreachable = true;
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), at(END, tasks(0, 1)), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).hasSize(4);
        assertThat(standbys(assignments, "b")).isEqualTo(tasks(0, 1));
        assertThat(probe(assignments, "a")).isTrue();
    }

    @Test
    void oneEndThatIsNotKnownConcernsItsTaskOnly() {
        leader.unknown.add(0);
        join("a", 1, tasks(0, 1, 2, 3), running(0, 1, 2, 3), Set.of());
        join("b", 2, Set.of(), at(END, tasks(0, 1)), Set.of());

        Map<String, Assignment> assignments = assign();

        // Task 1 moves as soon as its owner has given it up. Of task 0, nobody knows whether the state there is of any
        // use.
        assertThat(active(assignments, "a")).containsExactlyInAnyOrder(task(0), task(2), task(3));
        assertThat(standbys(assignments, "b")).containsExactly(task(0));
        assertThat(probe(assignments, "a")).isTrue();
    }

    @Test
    void anOrphanWhoseStateIsOfUnknownAgeRunsWhereItIsEvenIfThatIsOverTheQuota() {
        Map<TaskId, Long> known = new HashMap<>(running(1, 2));
        known.put(task(0), MemberSubscription.UNKNOWN);
        known.put(task(3), MemberSubscription.UNKNOWN);
        join("a", 1, tasks(1, 2), known, Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).hasSize(4);
        assertThat(standbys(assignments, "b")).containsExactlyInAnyOrder(task(0), task(3));
        assertThat(probe(assignments, "a")).isTrue();
    }

    @Test
    void stateThatHasCaughtUpBeatsStateOfUnknownAge() {
        join("a", 1, Set.of(), at(MemberSubscription.UNKNOWN, tasks(0, 1, 2, 3)), Set.of());
        join("b", 2, Set.of(), at(END - 10, tasks(0, 1)), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "b")).isEqualTo(tasks(0, 1));
        assertThat(active(assignments, "a")).isEqualTo(tasks(2, 3));
        assertThat(probe(assignments, "a")).isFalse();
    }

    @Test
    void stateBeyondTheEndOfItsChangelogIsOfUnknownAge() {
        join("a", 1, Set.of(), at(END + 1, tasks(0, 1, 2, 3)), Set.of());
        join("b", 2, Set.of(), at(END - 10, tasks(0, 1)), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "b")).isEqualTo(tasks(0, 1));
    }

    @Test
    void aMemberOfTheVersionBeforeTakesPart() {
        join("a", 1, tasks(0, 1), running(0, 1), Set.of());
        Subscription old = new Subscription(
                List.of("orders"),
                new MetadataWriter()
                        .number(1)
                        .uuid(new UUID(0, 2))
                        .eightBytes(0)
                        .text("")
                        .number(0)
                        .tasks(tasks(2, 3))
                        .toBuffer(),
                List.of(new TopicPartition("orders", 2), new TopicPartition("orders", 3)),
                1,
                Optional.empty());
        subscriptions.put("b", old);

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "b")).isEqualTo(tasks(2, 3));
    }

    @Test
    void aUsersAssignorSeesLagsTagsRackAndStandbys() {
        join("a", 1, tasks(0), Map.of(task(0), MemberSubscription.RUNNING, task(1), END - 7), tasks(1));
        join("b", 2, Set.of(), Map.of(task(2), MemberSubscription.UNKNOWN), Set.of());

        GroupState state = state();
        KafkaStreamsState a = state.kafkaStreamsStates(true).get(new ProcessId(new UUID(0, 1)));
        KafkaStreamsState b = state.kafkaStreamsStates(true).get(new ProcessId(new UUID(0, 2)));

        assertThat(a.lagFor(task(0))).isZero();
        assertThat(a.lagFor(task(1))).isEqualTo(7);
        assertThat(a.lagFor(task(2))).isEqualTo(END);
        assertThat(b.lagFor(task(2))).isEqualTo(END);
        assertThat(a.statefulTasksToLagSums()).hasSize(4).containsEntry(task(1), 7L);
        assertThat(a.prevTasksByLag("a")).containsExactly(task(0), task(1));
        assertThat(a.previousActiveTasks()).containsExactly(task(0));
        assertThat(a.previousStandbyTasks()).containsExactly(task(1));
        assertThat(a.rackId()).contains("rack1");
        assertThat(a.clientTags()).containsExactly(Map.entry("zone", "z1"));
        assertThat(leader.questions).hasSize(1);
        assertThatIllegalStateException().isThrownBy(() -> a.lagFor(new TaskId(7, 7)));
    }

    @Test
    void aUsersAssignorThatDidNotAskForLagsGetsNone() {
        join("a", 1, Set.of(), Map.of(), Set.of());

        KafkaStreamsState a = state().kafkaStreamsStates(false).get(new ProcessId(new UUID(0, 1)));

        assertThatThrownBy(() -> a.lagFor(task(0))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(a::statefulTasksToLagSums).isInstanceOf(UnsupportedOperationException.class);
        assertThat(leader.questions).isEmpty();
    }

    @Test
    void lagsThatCannotBeHadArePutOffForAnotherRound() {
        leader.unreachable = true;
        join("a", 1, Set.of(), Map.of(), Set.of());
        GroupState state = state();

        assertThatThrownBy(() -> state.kafkaStreamsStates(true))
                .isInstanceOf(TaskAssignmentException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void tasksRunInTheRackOfTheirPartitions() {
        leader.strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY;
        replicas("rack2", 0, 1);
        replicas("rack1", 2, 3);
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).isEqualTo(tasks(2, 3));
        assertThat(active(assignments, "b")).isEqualTo(tasks(0, 1));
        assertThat(probe(assignments, "a")).isFalse();
    }

    @Test
    void withoutAStrategyNobodyIsAskedForRacks() {
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        assign();

        assertThat(leader.questions).isEmpty();
    }

    @Test
    void theLeaderAsksAgainForRacksThatItWasNotTold() {
        leader.strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC;
        replicas("rack2", 0, 1);
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).hasSize(2);
        assertThat(probe(assignments, "a")).isTrue();
        assertThat(warningOfRacks()).contains("not told", "brokers are down");
    }

    @Test
    void racksThatCannotBeHadHoldNobodyUp() {
        leader.strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC;
        leader.failure = new TimeoutException("no answer");
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());

        Map<String, Assignment> assignments = assign();

        assertThat(active(assignments, "a")).hasSize(2);
        assertThat(probe(assignments, "a")).isTrue();
    }

    @Test
    void racksAreNotLookedAtIfTheyAreAsManyAsHosts() {
        leader.strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC;
        for (int i = 0; i < 33; i++) {
            join("m" + i, i, Set.of(), Map.of(), Set.of());
        }

        assertThat(warningOfRacks()).contains("33 racks", "32 are the most");
        assertThat(leader.questions).isEmpty();
    }

    private String warningOfRacks() {
        return new RackWatch()
                .look(new GroupRound(subscriptions).snapshot(leader.plan(Cluster.empty()), leader))
                .warning();
    }

    @Test
    void whatAStrategyLacksIsSaidOnce() {
        leader.strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC;
        join("a", 1, Set.of(), Map.of(), Set.of());
        join("b", 2, Set.of(), Map.of(), Set.of());
        GroupSnapshot group = new GroupRound(subscriptions).snapshot(leader.plan(Cluster.empty()), leader);
        RackWatch watch = new RackWatch();

        replicas("rack1", 0, 1, 2, 3);
        String nothing = watch.look(group).warning();
        leader.racks.replaceAll((partition, racks) -> Set.of());
        String first = watch.look(group).warning();
        String second = watch.look(group).warning();
        subscriptions.put("c", new Subscription(List.of("orders")));
        String memberWithout = warningOfRacks();

        assertThat(nothing).isNull();
        assertThat(first).contains("rack.aware.assignment.strategy=min_traffic", "set broker.rack");
        assertThat(second).isNull();
        assertThat(memberWithout).contains("1 of 3 members have no rack", "client.rack");
    }

    @Test
    void anAssignorSeesTheRacksOfInputsAndChangelogs() {
        replicas("rack1", 0, 1, 2);
        SourceSpec source = new SourceSpec("source", List.of("orders"), null, null, null, null, null);
        StorePlan store = new StorePlan(new StoreBuilderStub("counts"), "changelog", false);
        SubtopologyPlan subtopology =
                new SubtopologyPlan(0, List.of(source), Set.of("orders"), List.of(store), Set.of());
        ExecutionPlan plan = new ExecutionPlan("app", List.of(subtopology), GlobalPlan.NONE, Map.of(), List.of());

        Map<TaskId, TaskInfo> tasks = GroupTask.all(plan, leader.plan(Cluster.empty()), leader);

        assertThat(leader.questions).isEmpty();
        assertThat(tasks.get(task(0)).topicPartitions())
                .hasSize(2)
                .allSatisfy(partition -> assertThat(partition.rackIds()).contains(Set.of("rack1")));
        assertThat(tasks.get(task(3)).topicPartitions())
                .allSatisfy(partition -> assertThat(partition.rackIds()).isEmpty());
        assertThat(leader.questions).hasSize(1);
    }

    private void replicas(String rack, int... partitions) {
        for (int partition : partitions) {
            leader.racks.put(new TopicPartition("orders", partition), Set.of(rack));
            leader.racks.put(new TopicPartition("changelog", partition), Set.of(rack));
        }
    }

    private GroupState state() {
        Map<TaskId, TaskInfo> infos = new HashMap<>();
        tasks(0, 1, 2, 3).forEach(task -> infos.put(task, new StatefulTask(task)));
        return new GroupState(
                leader.configs(), new GroupRound(subscriptions).snapshot(leader.plan(Cluster.empty()), leader), infos);
    }

    private record StatefulTask(TaskId id) implements TaskInfo {

        @Override
        public boolean isStateful() {
            return true;
        }

        @Override
        public Set<String> stateStoreNames() {
            return Set.of("store");
        }

        @Override
        public Set<TaskTopicPartition> topicPartitions() {
            return Set.of();
        }
    }

    private void join(String id, int process, Set<TaskId> owned, Map<TaskId, Long> stored, Set<TaskId> standbys) {
        List<TopicPartition> partitions = new ArrayList<>();
        owned.forEach(task -> partitions.add(new TopicPartition("orders", task.partition())));
        MemberSubscription told = new MemberSubscription(
                new UUID(0, process),
                stored,
                standbys,
                new Site("rack" + process, Map.of("zone", "z" + process)),
                new HostInfo("host" + process, 1),
                0,
                false);
        subscriptions.put(
                id,
                new Subscription(List.of("orders"), SubscriptionCodec.encode(told), partitions, 1, Optional.empty()));
    }

    private Map<String, Assignment> assign() {
        return adapter.assign(Cluster.empty(), new GroupSubscription(new HashMap<>(subscriptions)))
                .groupAssignment();
    }

    private boolean probe(Map<String, Assignment> assignments, String member) {
        return news(assignments, member).probe();
    }

    private AssignmentNews news(Map<String, Assignment> assignments, String member) {
        adapter.onAssignment(assignments.get(member), GROUP);
        return leader.news;
    }

    private static Set<TaskId> active(Map<String, Assignment> assignments, String member) {
        Set<TaskId> active = new TreeSet<>();
        assignments.get(member).partitions().forEach(partition -> active.add(task(partition.partition())));
        return active;
    }

    private static SortedSet<TaskId> standbys(Map<String, Assignment> assignments, String member) {
        return AssignmentCodec.decode(assignments.get(member).userData()).standbys();
    }

    private static TaskId task(int partition) {
        return new TaskId(0, partition);
    }

    private static Set<TaskId> tasks(int... partitions) {
        Set<TaskId> tasks = new TreeSet<>();
        for (int partition : partitions) {
            tasks.add(task(partition));
        }
        return tasks;
    }

    private static int[] numbers(Set<TaskId> tasks) {
        return tasks.stream().mapToInt(TaskId::partition).toArray();
    }

    private static Map<TaskId, Long> running(int... partitions) {
        return at(MemberSubscription.RUNNING, tasks(partitions));
    }

    private static Map<TaskId, Long> at(long offset, Set<TaskId> tasks) {
        Map<TaskId, Long> stored = new HashMap<>();
        tasks.forEach(task -> stored.put(task, offset));
        return stored;
    }

    private static final class Leader implements GroupMember {

        private final List<Set<TopicPartition>> questions = new ArrayList<>();
        private int standbys;
        private boolean unreachable;
        private String strategy = StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE;
        private final Map<TopicPartition, Set<String>> racks = new HashMap<>();
        private TimeoutException failure;
        private final Set<Integer> unknown = new HashSet<>();
        private AssignmentNews news;

        @Override
        public MemberSubscription subscription() {
            return MemberSubscription.unknown(new UUID(0, 1));
        }

        @Override
        public PartitionedPlan plan(Cluster metadata) {
            Map<TaskId, Set<TopicPartition>> plan = new TreeMap<>();
            tasks(0, 1, 2, 3).forEach(task -> plan.put(task, Set.of(new TopicPartition("orders", task.partition()))));
            return new PartitionedPlan(plan, List.of());
        }

        @Override
        public AssignmentConfigs configs() {
            return new AssignmentConfigs(
                    10_000L, 2, standbys, 600_000L, List.of(), OptionalInt.empty(), OptionalInt.empty(), strategy);
        }

        @Override
        public Set<TopicPartition> changelogs(TaskId task) {
            return Set.of(new TopicPartition("changelog", task.partition()));
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
            questions.add(partitions);
            if (unreachable) {
                throw new TimeoutException("no broker");
            }
            Map<TopicPartition, Long> ends = new HashMap<>();
            partitions.forEach(partition -> ends.put(partition, END));
            ends.keySet().removeIf(partition -> unknown.contains(partition.partition()));
            return ends;
        }

        @Override
        public Map<TopicPartition, Set<String>> racks(Set<TopicPartition> partitions) {
            questions.add(partitions);
            if (failure != null) {
                throw failure;
            }
            return racks;
        }

        @Override
        public void onNews(AssignmentNews received, boolean askAgain) {
            news = received;
        }
    }
}
