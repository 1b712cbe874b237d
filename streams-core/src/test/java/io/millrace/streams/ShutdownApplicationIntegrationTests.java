package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that answers SHUTDOWN_APPLICATION ends every instance. */
class ShutdownApplicationIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void oneFailureEndsEveryInstance() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .start()) {
            broker.createTopic("words", 4);
            try (KafkaStreams one = start(broker, "one");
                    KafkaStreams two = start(broker, "two")) {
                await(one, KafkaStreams.State.RUNNING);
                await(two, KafkaStreams.State.RUNNING);

                send(broker, "poison");

                await(one, KafkaStreams.State.ERROR);
                await(two, KafkaStreams.State.ERROR);
                assertThat(asked).hasSize(1);
            }
        }
    }

    private KafkaStreams start(EmbeddedBroker broker, String name) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.String())).foreach((key, value) -> {
            throw new IllegalStateException("The test fails on '" + value + "'");
        });
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "shutdown-application");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.setUncaughtExceptionHandler(error -> {
            asked.add(name);
            return StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
        });
        streams.start();
        return streams;
    }

    private static void await(KafkaStreams streams, KafkaStreams.State state) {
        Awaitility.await().atMost(DEADLINE).until(() -> streams.state() == state);
    }

    private static void send(EmbeddedBroker broker, String value) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", "key", value));
        }
    }
}
