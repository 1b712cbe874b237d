package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.state.HostInfo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a round takes as a group grows; prints the figures of {@code docs/scale.md}, with ten tasks and one host for four members. */
class AssignmentScaleTests {

    private static final int THREADS = 4;
    private static final int SUBTOPOLOGIES = 10;
    private static final int TASKS_A_MEMBER = 10;
    private static final int ROUNDS = 5;
    private static final long END = 5_000_000;
    private static final ConsumerGroupMetadata GROUP = null; // Not looked at.

    @ParameterizedTest
    @CsvSource({"10, false", "100, false", "1000, false", "10, true", "100, true", "1000, true"})
    void aRoundOfALargeGroup(int members, boolean hosts) {
        Leader leader = new Leader(members * TASKS_A_MEMBER / SUBTOPOLOGIES);
        ClassicGroupAdapter adapter = new ClassicGroupAdapter();
        adapter.configure(Map.of(ClassicGroupAdapter.MEMBER_CONFIG, leader));
        Map<String, Subscription> group = new TreeMap<>();
        for (int i = 0; i < members; i++) {
            group.put("member-" + i, subscription(i, hosts, Set.of(), Set.of(), Set.of()));
        }
        Map<String, Assignment> first = assign(adapter, group);
        joinAgain(group, first, hosts, leader, adapter);

        long[] micros = new long[ROUNDS];
        Map<String, Assignment> again = first;
        for (int round = 0; round < ROUNDS; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            again = assign(adapter, group);
            micros[round] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000;
        }
        Arrays.sort(micros);

        int told = group.values().stream()
                .mapToInt(member -> member.userData().remaining())
                .sum();
        int answered = again.values().stream()
                .mapToInt(answer -> answer.userData().remaining())
                .sum();
        System.out.printf(
                "| %d | %d | %s | %d | %d | %d | %.0f |%n",
                members,
                members * TASKS_A_MEMBER,
                hosts ? "yes" : "no",
                told / members,
                answered / members,
                answered
                        + GroupRecord.bytes(
                                group.values(),
                                again.values().stream()
                                        .map(Assignment::partitions)
                                        .toList()),
                micros[ROUNDS / 2] / 1_000.0);
        for (String member : group.keySet()) {
            assertThat(Set.copyOf(again.get(member).partitions()))
                    .isEqualTo(Set.copyOf(first.get(member).partitions()));
        }
        // A group whose record is larger than the broker takes cannot exist, so hosts give way.
        assertThat((long) told + answered).isLessThan(GroupRecord.MAX_BYTES);
        adapter.onAssignment(again.get("member-0"), GROUP);
        assertThat(leader.news.hosts()).hasSize(hosts && members <= 100 ? (members + THREADS - 1) / THREADS : 0);
        assertThat(leader.news.standbys()).isNotEmpty();
    }

    /** Everybody has what it was told, and so has each process together. */
    private static void joinAgain(
            Map<String, Subscription> group,
            Map<String, Assignment> told,
            boolean hosts,
            Leader leader,
            ClassicGroupAdapter adapter) {
        Map<Integer, Set<TaskId>> stored = new HashMap<>();
        Map<String, Set<TaskId>> standbys = new HashMap<>();
        for (int i = 0; i < told.size(); i++) {
            Assignment mine = told.get("member-" + i);
            adapter.onAssignment(mine, GROUP);
            standbys.put("member-" + i, leader.news.standbys());
            Set<TaskId> here = stored.computeIfAbsent(i / THREADS, process -> new HashSet<>());
            here.addAll(tasks(mine));
            here.addAll(leader.news.standbys());
        }
        for (int i = 0; i < told.size(); i++) {
            String member = "member-" + i;
            group.put(
                    member,
                    subscription(i, hosts, stored.get(i / THREADS), tasks(told.get(member)), standbys.get(member)));
        }
    }

    private static Map<String, Assignment> assign(ClassicGroupAdapter adapter, Map<String, Subscription> group) {
        return adapter.assign(Cluster.empty(), new GroupSubscription(group)).groupAssignment();
    }

    private static Set<TaskId> tasks(Assignment told) {
        Set<TaskId> tasks = new HashSet<>();
        told.partitions()
                .forEach(input -> tasks.add(new TaskId(
                        Integer.parseInt(input.topic().substring(input.topic().lastIndexOf('-') + 1)),
                        input.partition())));
        return tasks;
    }

    private static Subscription subscription(
            int member, boolean hosts, Set<TaskId> stored, Set<TaskId> active, Set<TaskId> standbys) {
        Map<TaskId, Long> offsets = new HashMap<>();
        stored.forEach(
                task -> offsets.put(task, active.contains(task) ? MemberSubscription.RUNNING : END - task.partition()));
        int process = member / THREADS;
        MemberSubscription told = new MemberSubscription(
                new UUID(7, process),
                offsets,
                standbys,
                new Site("zone-" + process % 3, Map.of()),
                hosts ? new HostInfo("instance-" + process + ".example.internal", 8080) : null,
                0,
                false);
        List<TopicPartition> owned = new ArrayList<>();
        active.forEach(task -> owned.add(input(task)));
        List<String> topics = IntStream.range(0, SUBTOPOLOGIES)
                .mapToObj(subtopology -> input(new TaskId(subtopology, 0)).topic())
                .toList();
        return new Subscription(topics, SubscriptionCodec.encode(told), owned, 1, Optional.empty());
    }

    private static TopicPartition input(TaskId task) {
        return new TopicPartition("application-input-of-subtopology-" + task.subtopology(), task.partition());
    }

    private static final class Leader implements GroupMember {

        private final Map<TaskId, Set<TopicPartition>> tasks = new TreeMap<>();
        private AssignmentNews news;

        Leader(int partitions) {
            for (int subtopology = 0; subtopology < SUBTOPOLOGIES; subtopology++) {
                for (int partition = 0; partition < partitions; partition++) {
                    TaskId task = new TaskId(subtopology, partition);
                    tasks.put(task, Set.of(input(task)));
                }
            }
        }

        @Override
        public MemberSubscription subscription() {
            return MemberSubscription.unknown(new UUID(7, 0));
        }

        @Override
        public PartitionedPlan plan(Cluster metadata) {
            return new PartitionedPlan(tasks, List.of());
        }

        @Override
        public AssignmentConfigs configs() {
            return new AssignmentConfigs(10_000L, 2, 1, 600_000L, List.of());
        }

        @Override
        public Set<TopicPartition> changelogs(TaskId task) {
            return Set.of(new TopicPartition("changelog-" + task.subtopology(), task.partition()));
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            partitions.forEach(partition -> ends.put(partition, END));
            return ends;
        }

        @Override
        public void onNews(AssignmentNews received, boolean askAgain) {
            news = received;
        }
    }
}
