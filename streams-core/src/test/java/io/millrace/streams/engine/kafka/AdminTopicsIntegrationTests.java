package io.millrace.streams.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.log.TopicCatalog.NewTopic;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Internal topics on a real broker. */
class AdminTopicsIntegrationTests {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().property("broker.rack", "east").start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void onlyTopicsThatExistHaveACount() {
        broker.createTopic("present", 3);

        try (AdminTopics topics = topics((short) -1)) {
            assertThat(topics.partitionCounts(Set.of("present", "absent"))).isEqualTo(Map.of("present", 3));
        }
    }

    @Test
    void racksAreThoseOfTheReplicas() {
        broker.createTopic("somewhere", 2);
        TopicPartition partition = new TopicPartition("somewhere", 1);

        try (AdminTopics topics = topics((short) -1)) {
            assertThat(topics.racksWithin(Duration.ofSeconds(20), Set.of(partition, new TopicPartition("nowhere", 0))))
                    .isEqualTo(Map.of(partition, Set.of("east")));
        }
    }

    @Test
    void missingTopicsAreCreatedWithTheirConfigs() throws Exception {
        try (AdminTopics topics = topics((short) -1);
                Admin admin = admin(broker.bootstrapServers())) {
            topics.ensure(List.of(
                    new NewTopic("created", 4, Map.of("cleanup.policy", "compact")),
                    new NewTopic("created-too", 1, Map.of())));

            // A broker may hear of new topics a little later than who made them.
            Awaitility.await()
                    .untilAsserted(() -> assertThat(topics.partitionCounts(Set.of("created", "created-too")))
                            .isEqualTo(Map.of("created", 4, "created-too", 1)));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "created");
            assertThat(admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
        }
    }

    @Test
    void topicsThatAreThereAreLeftAlone() {
        broker.createTopic("there", 2);

        try (AdminTopics topics = topics((short) -1)) {
            assertThatNoException().isThrownBy(() -> topics.ensure(List.of(new NewTopic("there", 2, Map.of()))));
        }
    }

    @Test
    void anotherPartitionCountThanNeededIsExplained() {
        broker.createTopic("mismatch", 2);

        try (AdminTopics topics = topics((short) -1)) {
            assertThatExceptionOfType(StreamsException.class)
                    .isThrownBy(() -> topics.ensure(List.of(new NewTopic("mismatch", 3, Map.of()))))
                    .withMessageContainingAll("'mismatch'", "has 2 partitions", "needs 3", "reset the application");
        }
    }

    @Test
    void moreCopiesThanBrokersIsExplained() {
        try (AdminTopics topics = topics((short) 3)) {
            assertThatExceptionOfType(StreamsException.class)
                    .isThrownBy(() -> topics.ensure(List.of(new NewTopic("copies", 1, Map.of()))))
                    .withMessageContainingAll("'copies'", "replication factor 3", "replication.factor");
        }
    }

    @Test
    void aConfigThatTheBrokerRefusesIsExplained() {
        try (AdminTopics topics = topics((short) -1)) {
            assertThatExceptionOfType(StreamsException.class)
                    .isThrownBy(
                            () -> topics.ensure(List.of(new NewTopic("odd", 1, Map.of("cleanup.policy", "sometimes")))))
                    .withMessageContainingAll("'odd'", "sometimes");
        }
    }

    @Test
    void twoMembersMayCreateTheSameTopicsAtOnce() throws Exception {
        List<NewTopic> wanted = List.of(new NewTopic("race-1", 2, Map.of()), new NewTopic("race-2", 2, Map.of()));
        try (AdminTopics one = topics((short) -1);
                AdminTopics two = topics((short) -1)) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> two.ensure(wanted));
            one.ensure(wanted);
            other.get();

            assertThat(one.partitionCounts(Set.of("race-1", "race-2"))).isEqualTo(Map.of("race-1", 2, "race-2", 2));
        }
    }

    @Test
    void withoutABrokerItGivesUpInTime() {
        AdminTopicsSettings impatient =
                new AdminTopicsSettings((short) -1, Duration.ofSeconds(2), Duration.ofMillis(100));
        try (AdminTopics topics = new AdminTopics(admin("127.0.0.1:1"), impatient, new SystemClock())) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> topics.partitionCounts(Set.of("any")))
                    .withMessageContainingAll("any", "PT2S");
        }
    }

    @Test
    void endsAreKnownOfWhatIsThereEvenIfSomethingElseIsNot() {
        TopicPartition there = new TopicPartition("ends", 0);
        TopicPartition gone = new TopicPartition("nowhere", 0);
        broker.createTopic("ends", 1);

        try (AdminTopics topics = topics((short) -1)) {
            assertThat(topics.endOffsetsWithin(Duration.ofSeconds(3), Set.of(there, gone)))
                    .isEqualTo(Map.of(there, 0L));
        }
    }

    @Test
    void endsAreNotWaitedForLongerThanAsked() {
        try (AdminTopics topics = new AdminTopics(
                admin("127.0.0.1:1"),
                new AdminTopicsSettings((short) -1, Duration.ofMinutes(10), Duration.ofMillis(100)),
                new SystemClock())) {
            assertThat(topics.endOffsetsWithin(Duration.ofMillis(200), Set.of(new TopicPartition("any", 0))))
                    .isEmpty();
        }
    }

    @Test
    void consumedRecordsAreDeleted() throws Exception {
        TopicPartition partition = new TopicPartition("repartition", 0);
        broker.createTopic("repartition", 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>("repartition", new byte[] {1}))
                        .get();
            }
        }

        try (AdminTopics topics = topics((short) -1);
                Admin admin = admin(broker.bootstrapServers())) {
            topics.deleteRecordsBefore(Map.of(partition, 3L));

            Awaitility.await().until(() -> beginning(admin, partition) == 3L);
        }
    }

    private static long beginning(Admin admin, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static AdminTopics topics(short replicationFactor) {
        return new AdminTopics(
                admin(broker.bootstrapServers()),
                new AdminTopicsSettings(replicationFactor, Duration.ofSeconds(20), Duration.ofMillis(100)),
                new SystemClock());
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
