package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.state.HostInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Consumers that are given their partitions by the adapter, on a real broker. */
class CooperativeGroupIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 6;

    private static EmbeddedBroker broker;

    /** Who owns a partition, as the members themselves know it. */
    private final Map<TopicPartition, String> owners = new ConcurrentHashMap<>();

    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<Member> members = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder()
                .property("group.initial.rebalance.delay.ms", "0")
                .start();
        broker.createTopic("orders", PARTITIONS);
        broker.createTopic("customers", PARTITIONS);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void stopMembers() throws InterruptedException {
        for (Member member : List.copyOf(members)) {
            leave(member);
        }
    }

    @Test
    void aSecondMemberTakesHalfAndNothingIsOwnedTwice() {
        Member first = join("two", "first");
        awaitShares(12);
        Set<TopicPartition> before = Set.copyOf(first.owned);

        Member second = join("two", "second");
        awaitShares(6, 6);

        assertThat(violations).isEmpty();
        assertThat(before).containsAll(first.owned);
        assertThat(first.lostAny).isFalse();
        assertThat(second.tasks()).hasSize(3);
    }

    @Test
    void theOthersTakeOverWhatALeavingMemberHad() throws InterruptedException {
        join("leaving", "first");
        Member second = join("leaving", "second");
        join("leaving", "third");
        awaitShares(4, 4, 4);

        leave(second);
        awaitShares(6, 6);

        assertThat(violations).isEmpty();
    }

    @Test
    void everyMemberLearnsWhereEverythingIs() {
        Member first = join("hosts", "first");
        Member second = join("hosts", "second");
        awaitShares(6, 6);

        Awaitility.await()
                .atMost(DEADLINE)
                .untilAsserted(() -> assertThat(first.news.hosts()).hasSize(2).isEqualTo(second.news.hosts()));
        assertThat(first.news.hosts().get(new HostInfo("second", 1)).active()).isEqualTo(Set.copyOf(second.owned));
    }

    @Test
    void everyMemberLearnsWhyNothingIsAssigned() {
        Member first = new Member("missing", "first");
        first.failure = new MissingSourceTopicException("Create 'payments'");
        start(first);

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> first.news != null && first.news.outcome() == Outcome.MISSING_SOURCE_TOPIC);

        assertThat(first.news.detail()).isEqualTo("Create 'payments'");
        assertThat(first.owned).isEmpty();
    }

    @Test
    void membersThatComeAndGoLeaveNothingOwnedTwiceOrByNobody() throws InterruptedException {
        long seed = Long.getLong("millrace.group.seed", 7L);
        Random random = new Random(seed);
        join("storm", "m0");
        for (int i = 1; i < 10; i++) {
            if (members.size() > 1 && random.nextBoolean()) {
                leave(members.get(random.nextInt(members.size())));
            } else {
                join("storm", "m" + i);
            }
            Awaitility.await().atMost(DEADLINE).until(() -> !owners.isEmpty());
        }

        Awaitility.await("seed " + seed).atMost(DEADLINE).until(() -> owners.size() == 2 * PARTITIONS);
        assertThat(violations).as("seed %d", seed).isEmpty();
    }

    private Member join(String group, String name) {
        Member member = new Member(group, name);
        start(member);
        return member;
    }

    private void start(Member member) {
        members.add(member);
        member.thread.start();
    }

    private void leave(Member member) throws InterruptedException {
        member.stopping = true;
        member.consumer.wakeup();
        member.thread.join();
        members.remove(member);
        if (member.death != null) {
            violations.add(member.name + " died of " + member.death);
        }
    }

    private void awaitShares(Integer... shares) {
        Awaitility.await()
                .atMost(DEADLINE)
                .untilAsserted(() -> assertThat(members.stream().map(member -> member.owned.size()))
                        .containsExactlyInAnyOrder(shares));
    }

    /** A consumer on a thread of its own. */
    private final class Member implements GroupMember, ConsumerRebalanceListener {

        private final String name;
        private final UUID process = UUID.randomUUID();
        private final Set<TopicPartition> owned = ConcurrentHashMap.newKeySet();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread thread;
        private volatile boolean stopping;
        private volatile boolean lostAny;
        private volatile AssignmentNews news;
        private volatile RuntimeException failure;
        private volatile RuntimeException death;

        Member(String group, String name) {
            this.name = name;
            Map<String, Object> config = new HashMap<>();
            config.put("bootstrap.servers", broker.bootstrapServers());
            config.put("group.id", group);
            config.put("group.protocol", "classic");
            config.put("enable.auto.commit", "false");
            config.put("auto.offset.reset", "earliest");
            config.put("heartbeat.interval.ms", "200");
            config.put("session.timeout.ms", "6000");
            config.put("partition.assignment.strategy", ClassicGroupAdapter.class.getName());
            config.put(ClassicGroupAdapter.MEMBER_CONFIG, this);
            consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            thread = new Thread(this::run, name);
        }

        Set<TaskId> tasks() {
            Set<TaskId> tasks = new HashSet<>();
            owned.forEach(partition -> tasks.add(new TaskId(0, partition.partition())));
            return tasks;
        }

        private void run() {
            try (consumer) {
                consumer.subscribe(List.of("orders", "customers"), this);
                while (!stopping) {
                    consumer.poll(Duration.ofMillis(50));
                }
            } catch (WakeupException e) {
                // It is to stop.
            } catch (RuntimeException e) {
                death = e;
            }
        }

        @Override
        public MemberSubscription subscription() {
            Map<TaskId, Long> stored = new HashMap<>();
            tasks().forEach(task -> stored.put(task, MemberSubscription.RUNNING));
            return new MemberSubscription(process, stored, Set.of(), Site.UNKNOWN, new HostInfo(name, 1), 0, false);
        }

        @Override
        public PartitionedPlan plan(Cluster metadata) {
            if (failure != null) {
                throw failure;
            }
            Map<TaskId, Set<TopicPartition>> tasks = new TreeMap<>();
            for (int i = 0; i < PARTITIONS; i++) {
                tasks.put(
                        new TaskId(0, i), Set.of(new TopicPartition("orders", i), new TopicPartition("customers", i)));
            }
            return new PartitionedPlan(tasks, List.of());
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
        public void onNews(AssignmentNews received, boolean askAgain) {
            news = received;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                String before = owners.put(partition, name);
                if (before != null) {
                    violations.add(partition + " was given to " + name + " while " + before + " had it");
                }
                owned.add(partition);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                if (!owners.remove(partition, name)) {
                    violations.add(partition + " was taken from " + name + ", who did not have it");
                }
                owned.remove(partition);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lostAny = true;
            partitions.forEach(partition -> owners.remove(partition, name));
            owned.removeAll(partitions);
        }
    }
}
