package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ClassicGroupAdapterTests {

    private static final ConsumerGroupMetadata GROUP = null; // Not looked at.
    private static final List<TopicPartition> ALL = List.of(
            partition("orders", 0), partition("orders", 1), partition("customers", 0), partition("customers", 1));

    private final FakeMember member = new FakeMember();
    private final ClassicGroupAdapter adapter = adapterOf(member);
    private final Map<String, Subscription> subscriptions = new TreeMap<>();

    @Test
    void aSupplierThatDropsTheConfigurationIsToldSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassicGroupAdapter().configure(Map.of()))
                .withMessageContaining("KafkaClientSupplier");
    }

    @Test
    void itIsCooperativeOnly() {
        assertThat(adapter.supportedProtocols()).containsExactly(RebalanceProtocol.COOPERATIVE);
    }

    @Test
    void theInputsOfATaskGoTogether() {
        join("a", -1, List.of(), data(1, null));
        join("b", -1, List.of(), data(2, null));

        Map<String, Assignment> assignments = assign();

        assertThat(assignments.get("a").partitions())
                .containsExactlyInAnyOrder(partition("orders", 0), partition("customers", 0));
        assertThat(assignments.get("b").partitions())
                .containsExactlyInAnyOrder(partition("orders", 1), partition("customers", 1));
    }

    @Test
    void aTaskThatAnotherRunsIsWithheldForOneRound() {
        join("a", 1, ALL, data(1, null));
        join("b", -1, List.of(), data(2, null));

        Map<String, Assignment> first = assign();
        subscriptions.clear();
        join("a", 2, first.get("a").partitions(), data(1, null));
        join("b", 2, first.get("b").partitions(), data(2, null));
        Map<String, Assignment> second = assign();

        assertThat(first.get("a").partitions()).hasSize(2);
        assertThat(first.get("b").partitions()).isEmpty();
        assertThat(second.get("a").partitions())
                .containsExactlyInAnyOrderElementsOf(first.get("a").partitions());
        assertThat(second.get("b").partitions()).hasSize(2);
    }

    @Test
    void aGenerationThatNobodyElseKnowsCountsForNothing() {
        List<TopicPartition> first = List.of(partition("orders", 0), partition("customers", 0));
        List<TopicPartition> second = List.of(partition("orders", 1), partition("customers", 1));
        join("a", 3, first, data(1, null));
        join("b", 3, second, data(2, null));
        join("forger", Integer.MAX_VALUE, ALL, data(3, null));

        Map<String, Assignment> assignments = assign();

        assertThat(assignments.get("a").partitions()).containsExactlyInAnyOrderElementsOf(first);
        assertThat(assignments.get("b").partitions()).containsExactlyInAnyOrderElementsOf(second);
        assertThat(assignments.get("forger").partitions()).isEmpty();
    }

    @Test
    void aMemberThatMissedARoundHasLostItsClaim() {
        join("a", 3, ALL.subList(0, 1), data(1, null));
        join("zombie", 2, ALL, data(2, null));

        Map<String, Assignment> assignments = assign();

        // Task 0 stays where the current claim is; task 1 goes back to the zombie, the only one who may still run it.
        assertThat(assignments.get("a").partitions()).doesNotContain(partition("orders", 1));
        assertThat(assignments.get("zombie").partitions())
                .doesNotContain(partition("orders", 0))
                .containsExactlyInAnyOrder(partition("orders", 1), partition("customers", 1));
    }

    @Test
    void whatTwoCurrentMembersClaimGoesToNeitherInThisRound() {
        join("a", 3, ALL, data(1, null));
        join("b", 3, ALL, data(2, null));

        Map<String, Assignment> assignments = assign();

        assertThat(assignments.values())
                .allSatisfy(assignment -> assertThat(assignment.partitions()).isEmpty());
    }

    @Test
    void everyMemberKeepsItsTasksAndLearnsThatTheApplicationEnds() {
        join("a", 1, ALL.subList(0, 2), data(1, null));
        join(
                "b",
                1,
                ALL.subList(2, 4),
                SubscriptionCodec.encode(
                        new MemberSubscription(new UUID(0, 2), Map.of(), Set.of(), Site.UNKNOWN, null, 0, true)));

        Map<String, Assignment> assignments = assign();

        assertThat(assignments.get("a").partitions()).containsExactlyElementsOf(ALL.subList(0, 2));
        assertThat(assignments.get("b").partitions()).containsExactlyElementsOf(ALL.subList(2, 4));
        for (Assignment assignment : assignments.values()) {
            adapter.onAssignment(assignment, GROUP);
            assertThat(member.news.outcome()).isEqualTo(Outcome.APPLICATION_ENDS);
        }
    }

    @Test
    void unreadableMetadataMakesAMemberANewOne() {
        join("a", 1, List.of(), ByteBuffer.wrap(new byte[] {99, 1, 2}));
        join("b", 1, List.of(), null);

        Map<String, Assignment> assignments = assign();

        assertThat(assignments.get("a").partitions()).hasSize(2);
        assertThat(assignments.get("b").partitions()).hasSize(2);
    }

    @Test
    void everyMemberLearnsWhereThePartitionsAre() {
        join("a", 1, List.of(), data(1, new HostInfo("one", 1)));
        join("b", 1, List.of(), data(2, new HostInfo("two", 2)));

        Map<String, Assignment> assignments = assign();
        adapter.onAssignment(assignments.get("b"), GROUP);

        assertThat(member.news.outcome()).isEqualTo(Outcome.ASSIGNED);
        assertThat(member.news.hosts()).containsOnlyKeys(new HostInfo("one", 1), new HostInfo("two", 2));
        assertThat(member.news.hosts().get(new HostInfo("one", 1)).active())
                .containsExactlyInAnyOrderElementsOf(assignments.get("a").partitions());
    }

    @Test
    void aMissingTopicIsToldToEveryMemberAndMovesNothing() {
        join("a", 1, ALL.subList(0, 1), data(1, null));
        join("b", 1, List.of(), data(2, null));
        member.plan = () -> {
            throw new MissingSourceTopicException("Create 'orders'");
        };

        Map<String, Assignment> assignments = assign();
        adapter.onAssignment(assignments.get("b"), GROUP);

        assertThat(assignments.get("a").partitions()).containsExactly(ALL.get(0));
        assertThat(member.news.outcome()).isEqualTo(Outcome.MISSING_SOURCE_TOPIC);
        assertThat(member.news.detail()).isEqualTo("Create 'orders'");
        assertThat(member.askAgain).isFalse();
    }

    @Test
    void topicsThatDoNotFitAreToldToEveryMember() {
        join("a", 1, List.of(), data(1, null));
        member.plan = () -> {
            throw new TopologyException("orders has 2 partitions, customers 3");
        };

        adapter.onAssignment(assign().get("a"), GROUP);

        assertThat(member.news.outcome()).isEqualTo(Outcome.UNFIT_TOPICS);
        assertThat(member.news.detail()).contains("customers 3");
    }

    @Test
    void theLeaderOfAPostponedRoundAsksAgain() {
        join("a", 1, ALL.subList(0, 1), data(1, null));
        member.plan = () -> {
            throw new TimeoutException("no broker");
        };

        Map<String, Assignment> assignments = assign();
        adapter.onAssignment(assignments.get("a"), GROUP);

        assertThat(assignments.get("a").partitions()).containsExactly(ALL.get(0));
        assertThat(member.news.outcome()).isEqualTo(Outcome.POSTPONED);
        assertThat(member.askAgain).isTrue();
        FakeMember follower = new FakeMember();
        adapterOf(follower).onAssignment(assignments.get("a"), GROUP);
        assertThat(follower.askAgain).isFalse();
    }

    @Test
    void unreadableNewsIsNoNews() {
        adapter.onAssignment(new Assignment(List.of(), ByteBuffer.wrap(new byte[] {1, 2, 3})), GROUP);

        assertThat(member.news.outcome()).isEqualTo(Outcome.ASSIGNED);
        assertThat(member.news.hosts()).isEmpty();
    }

    @Test
    void theLeaderHearsWhatTheMemberTells() {
        assertThat(SubscriptionCodec.decode(adapter.subscriptionUserData(Set.of("orders"))))
                .isEqualTo(member.subscription());
    }

    private void join(String id, int generation, List<TopicPartition> owned, ByteBuffer userData) {
        subscriptions.put(
                id, new Subscription(List.of("orders", "customers"), userData, owned, generation, Optional.empty()));
    }

    private Map<String, Assignment> assign() {
        return adapter.assign(Cluster.empty(), new GroupSubscription(new HashMap<>(subscriptions)))
                .groupAssignment();
    }

    private static ByteBuffer data(int process, HostInfo host) {
        return SubscriptionCodec.encode(
                new MemberSubscription(new UUID(0, process), Map.of(), Set.of(), Site.UNKNOWN, host, 0, false));
    }

    private static TopicPartition partition(String topic, int number) {
        return new TopicPartition(topic, number);
    }

    private static ClassicGroupAdapter adapterOf(GroupMember member) {
        ClassicGroupAdapter adapter = new ClassicGroupAdapter();
        adapter.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, member));
        return adapter;
    }

    private static final class FakeMember implements GroupMember {

        private Supplier<PartitionedPlan> plan = () -> {
            Map<TaskId, Set<TopicPartition>> tasks = new TreeMap<>();
            for (int i = 0; i < 2; i++) {
                tasks.put(new TaskId(0, i), Set.of(partition("orders", i), partition("customers", i)));
            }
            return new PartitionedPlan(tasks, new ArrayList<>());
        };
        private AssignmentNews news;
        private boolean askAgain;

        @Override
        public MemberSubscription subscription() {
            return new MemberSubscription(
                    new UUID(7, 7), Map.of(new TaskId(0, 1), 17L), Set.of(), Site.UNKNOWN, null, 5, false);
        }

        @Override
        public PartitionedPlan plan(Cluster metadata) {
            return plan.get();
        }

        @Override
        public AssignmentConfigs configs() {
            return new AssignmentConfigs(10_000L, 2, 0, 600_000L, List.of());
        }

        @Override
        public Set<TopicPartition> changelogs(TaskId task) {
            return Set.of();
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
            return Map.of();
        }

        @Override
        public void onNews(AssignmentNews received, boolean again) {
            news = received;
            askAgain = again;
        }
    }
}
