package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Suppressed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Suppression on a real broker. */
@ExtendWith(NoNativeLeaks.class)
class SuppressIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path stateDirectory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Test
    void whatIsHeldBackComesBackFromTheChangelogWhenTheDiskIsLost() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("in", 1);
            try (KafkaStreams streams = start(broker, "first")) {
                send(broker, "a", "held", 1_000);
                Awaitility.await().atMost(DEADLINE).until(() -> seen.contains("held"));
                assertThat(sent).isEmpty();
            }

            try (KafkaStreams streams = start(broker, "second")) {
                send(broker, "b", "later", 9_000);
                Awaitility.await().atMost(DEADLINE).until(() -> !sent.isEmpty());
            }
            assertThat(sent).containsExactly("held");
        }
    }

    private static void send(EmbeddedBroker broker, String key, String value, long timestampMs) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("in", 0, timestampMs, key, value));
        }
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .peek((key, value) -> seen.add(value))
                .toTable(Materialized.as("table"))
                .suppress(Suppressed.untilTimeLimit(Duration.ofSeconds(5), Suppressed.BufferConfig.unbounded()))
                .toStream()
                .foreach((key, value) -> sent.add(value));
        return builder.build();
    }

    private KafkaStreams start(EmbeddedBroker broker, String directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "suppress");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(directory).toString());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        KafkaStreams streams = new KafkaStreams(topology(), properties);
        streams.start();
        return streams;
    }
}
