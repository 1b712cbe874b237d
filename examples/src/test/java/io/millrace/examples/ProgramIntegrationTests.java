package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.examples.Scenario.Input;
import io.millrace.examples.Scenario.Output;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every program on a real broker. Partitions are read in any order there, so what counts is the last value of each key. */
class ProgramIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    @BeforeEach
    void startBroker() {
        // The records' times are long past, which must not be a reason to delete them.
        broker = EmbeddedBroker.builder().property("log.retention.ms", "-1").start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.examples.Scenario#all")
    void programComesToTheSameAnswers(Scenario scenario) throws Exception {
        Stream.concat(
                        scenario.inputs().stream().map(Input::topic),
                        Stream.of(scenario.output().topic()))
                .distinct()
                .forEach(topic -> broker.createTopic(topic, 1));
        send(scenario.inputs());

        try (KafkaStreams streams = new KafkaStreams(scenario.topology(), settings())) {
            streams.start();

            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> assertThat(lastValues(scenario.output())).isEqualTo(lastOf(scenario.expected())));
        }
    }

    private void send(List<Input<?, ?>> inputs) throws Exception {
        Map<String, Object> settings = Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Input<?, ?> input : inputs) {
                producer.send(record(input)).get();
            }
        }
    }

    private static <K, V> ProducerRecord<byte[], byte[]> record(Input<K, V> input) {
        return new ProducerRecord<>(
                input.topic(),
                0,
                input.timestampMs(),
                input.keySerde().serializer().serialize(input.topic(), input.key()),
                input.valueSerde().serializer().serialize(input.topic(), input.value()));
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "example");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        // Every update is passed on, not only the last before a commit.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // Inputs are taken in the order of their times, although a topic with records may be fetched before another.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 1_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return settings;
    }

    private <K, V> Map<String, String> lastValues(Output<K, V> output) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(
                settings, output.keySerde().deserializer(), output.valueSerde().deserializer())) {
            TopicPartition partition = new TopicPartition(output.topic(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Map<String, String> last = new TreeMap<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> last.put(String.valueOf(record.key()), String.valueOf(record.value())));
            }
            return last;
        }
    }

    private static Map<String, String> lastOf(List<String> expected) {
        return expected.stream()
                .map(record -> record.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts[1], (earlier, later) -> later, LinkedHashMap::new));
    }
}
