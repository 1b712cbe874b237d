package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.state.QueryableStoreTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application ends without its brokers, and what it could not commit is done by the next. */
@ExtendWith(NoNativeLeaks.class)
class CloseWithoutBrokerIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2})
    void endsWhenTheBrokersAreGoneAndLosesNothing(String guarantee) {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .start()) {
            broker.createTopic(CountingTopology.INPUT, 1);
            broker.createTopic(CountingTopology.OUTPUT, 1);
            AtomicInteger uncaught = new AtomicInteger();
            KafkaStreams streams = start(broker, guarantee, uncaught);
            send(broker, 10);
            await(() -> count(streams) == 10);

            broker.stop();
            await(() -> brokerSilenceMs(streams) > 2_000);
            boolean ended = streams.close(DEADLINE);

            assertThat(ended).isTrue();
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
            assertThat(uncaught).hasValue(0);

            broker.start();
            try (KafkaStreams next = start(broker, guarantee, uncaught)) {
                send(broker, 1);
                await(() -> count(next) == 11);
            }
        }
    }

    private KafkaStreams start(EmbeddedBroker broker, String guarantee, AtomicInteger uncaught) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "close-without-broker");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 60_000L); // The close makes the first commit.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 120_000);
        config.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000); // It could not leave the group.
        config.put(StreamsConfig.QUERY_ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        KafkaStreams streams = new KafkaStreams(CountingTopology.build(), config);
        streams.setUncaughtExceptionHandler(error -> {
            uncaught.incrementAndGet();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        return streams;
    }

    private static long brokerSilenceMs(KafkaStreams streams) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("broker-silence-ms"))
                .mapToLong(metric -> (Long) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private static long count(KafkaStreams streams) {
        Long count = streams.store(StoreQueryParameters.fromNameAndType(
                        CountingTopology.STORE, QueryableStoreTypes.<String, Long>keyValueStore()))
                .get("key");
        return count == null ? 0 : count;
    }

    private static void send(EmbeddedBroker broker, int records) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(CountingTopology.INPUT, "key", "value"));
            }
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }
}
