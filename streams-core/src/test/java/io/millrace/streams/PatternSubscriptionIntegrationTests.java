package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.QueryableStoreTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Topics read by pattern on a real broker: those there are, those that come and those that go. */
@ExtendWith(NoNativeLeaks.class)
class PatternSubscriptionIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static EmbeddedBroker broker;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @TempDir
    private Path stateDirectory;

    private String name;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameApplication(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void topicsCreatedLaterAreTakenUp() {
        broker.createTopic(name + "-in-a", 1);
        send(name + "-in-a", "first");

        try (KafkaStreams streams = start(seeing())) {
            await(() -> seen.contains("first"));
            broker.createTopic(name + "-in-b", 2);
            broker.createTopic(name + "-out", 2);
            send(name + "-in-b", "second");
            send(name + "-out", "unseen");
            send(name + "-in-a", "third");

            await(() -> seen.size() == 3);

            assertThat(seen).containsExactlyInAnyOrder("first", "second", "third");
            assertThat(tasks(streams)).containsExactly(new TaskId(0, 0), new TaskId(0, 1));
            assertThat(inputs(streams))
                    .containsExactlyInAnyOrder(
                            new TopicPartition(name + "-in-a", 0),
                            new TopicPartition(name + "-in-b", 0),
                            new TopicPartition(name + "-in-b", 1));
        }
    }

    @Test
    void patternThatMatchesNothingYetWaits() {
        try (KafkaStreams streams = start(seeing())) {
            await(() -> streams.state() == KafkaStreams.State.RUNNING);
            broker.createTopic(name + "-in-late", 1);
            send(name + "-in-late", "hello");

            await(() -> seen.contains("hello"));
        }
    }

    @Test
    void deletedTopicsAreDroppedAndTheOthersGoOn() throws ExecutionException, InterruptedException {
        broker.createTopic(name + "-in-a", 1);
        broker.createTopic(name + "-in-b", 1);
        send(name + "-in-a", "a1");
        send(name + "-in-b", "b1");

        try (KafkaStreams streams = start(seeing())) {
            // A position in a topic that is gone cannot be committed, and the client tries for a minute.
            await(() -> seen.size() == 2 && committed(streams) == 2);
            delete(name + "-in-b");
            await(() -> inputs(streams).equals(Set.of(new TopicPartition(name + "-in-a", 0))));
            send(name + "-in-a", "a2");

            await(() -> seen.contains("a2"));

            assertThat(seen).containsExactlyInAnyOrder("a1", "b1", "a2");
        }
    }

    @Test
    void countsAreKeptWhenATaskGainsATopic() {
        broker.createTopic(name + "-in-a", 1);
        broker.createTopic(name + "-named", 1);
        send(name + "-in-a", "x");
        send(name + "-named", "x");
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(Pattern.compile(name + "-in-.*"), fromTheStart())
                .merge(builder.stream(name + "-named", fromTheStart()))
                .groupBy((key, value) -> value)
                .count(Materialized.as("counts"));

        try (KafkaStreams streams = start(builder.build())) {
            await(() -> count(streams, "x") == 2);
            broker.createTopic(name + "-in-b", 1);
            send(name + "-in-b", "x");

            await(() -> count(streams, "x") == 3);
        }
    }

    private Topology seeing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(Pattern.compile(name + "-in-.*"), fromTheStart())
                .foreach((key, value) -> seen.add(value));
        return builder.build();
    }

    private static Consumed<String, String> fromTheStart() {
        return Consumed.with(AutoOffsetReset.earliest());
    }

    private KafkaStreams start(Topology topology) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        // How soon a new topic is seen.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 500);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        streams.start();
        return streams;
    }

    private static long count(KafkaStreams streams, String key) {
        Long count = streams.store(StoreQueryParameters.fromNameAndType(
                        "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                .get(key);
        return count == null ? 0 : count;
    }

    private static Set<TaskId> tasks(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(TaskMetadata::taskId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<TopicPartition> inputs(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    private static long committed(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.committedOffsets().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void send(String topic, String value) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value, value));
        }
    }

    private static void delete(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** A store may be on the move while it is asked: an exception is a no. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }
}
