package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters on a real broker: of what cannot be read, processed, and what the producer refuses. */
@ExtendWith(NoNativeLeaks.class)
class DeadLetterIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 20_000;

    private static EmbeddedBroker broker;

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
    void createTopics(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        broker.createTopic(name + "-in", 1);
        broker.createTopic(name + "-out", 1);
        broker.createTopic(name + "-dead", 1);
    }

    @Test
    void whatCannotBeReadOrProcessedIsWrittenAsItWasAndTheRestGoesOn() {
        send("1", "two", "-3", "4");

        try (KafkaStreams streams = start()) {
            assertThat(read(name + "-out", 2)).extracting(ConsumerRecord::value).containsExactly("1", "4");
            List<ConsumerRecord<String, String>> dead = read(name + "-dead", 2);

            assertThat(streams.state().isRunningOrRebalancing()).isTrue();
            assertThat(dead).extracting(ConsumerRecord::key).containsOnly("key");
            assertThat(dead).extracting(ConsumerRecord::value).containsExactly("two", "-3");
            assertThat(headers(dead.get(1)))
                    .containsEntry("__streams.errors.exception", IllegalArgumentException.class.getName())
                    .containsEntry("__streams.errors.message", "below zero")
                    .containsEntry("__streams.errors.topic", name + "-in")
                    .containsEntry("__streams.errors.partition", "0")
                    .containsEntry("__streams.errors.offset", "2");
        }
    }

    @Test
    void whatTheProducerRefusesIsWrittenAsItWasRead() {
        send("1", "99999", "2");

        try (KafkaStreams streams = start()) {
            assertThat(read(name + "-out", 2)).extracting(ConsumerRecord::value).containsExactly("1", "2");
            List<ConsumerRecord<String, String>> dead = read(name + "-dead", 1);

            assertThat(streams.state().isRunningOrRebalancing()).isTrue();
            assertThat(dead).extracting(ConsumerRecord::value).containsExactly("99999");
            assertThat(headers(dead.get(0)))
                    .containsEntry("__streams.errors.topic", name + "-in")
                    .containsEntry("__streams.errors.offset", "1")
                    .containsKey("__streams.errors.stacktrace");
        }
    }

    private KafkaStreams start() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        name + "-in",
                        Consumed.with(
                                Serdes.String(),
                                Serdes.serdeFrom(
                                        (topic, number) -> null,
                                        (topic, bytes) -> Integer.parseInt(new String(bytes, StandardCharsets.UTF_8)))))
                .mapValues(DeadLetterIntegrationTests::text)
                .to(name + "-out", Produced.with(Serdes.String(), Serdes.String()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_BYTES);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, name + "-dead");
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        properties.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, GoOn.class);
        KafkaStreams streams = new KafkaStreams(builder.build(), properties);
        streams.start();
        return streams;
    }

    private static String text(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("below zero");
        }
        return number == 99_999 ? "x".repeat(2 * MAX_BYTES) : String.valueOf(number);
    }

    private void send(String... values) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(name + "-in", "key", value));
            }
        }
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            Awaitility.await().atMost(DEADLINE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    /** Goes on after a refusal, with the dead letter that the default handler would have written before it failed. */
    public static final class GoOn extends DefaultProductionExceptionHandler {

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            return Response.resume(super.handleError(context, record, exception).deadLetterQueueRecords());
        }
    }
}
