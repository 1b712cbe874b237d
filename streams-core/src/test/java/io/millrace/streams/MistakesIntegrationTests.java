package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a new user gets wrong, and what is said about it. */
@ExtendWith(NoNativeLeaks.class)
class MistakesIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.INPUT, 1);
        broker.createTopic(CountingTopology.OUTPUT, 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aMissingApplicationIdIsNamed() {
        Properties properties = properties("unused");
        properties.remove(StreamsConfig.APPLICATION_ID_CONFIG);

        assertThatThrownBy(() -> new KafkaStreams(CountingTopology.build(), properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("application.id");
    }

    @Test
    void anApplicationIdThatCannotBePartOfATopicIsRefused() {
        Properties properties = properties("my application");

        assertThatThrownBy(() -> new KafkaStreams(CountingTopology.build(), properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("application.id", "'my application-counts-store-changelog'", "alphanumerics");
    }

    @Test
    void theProtocolThatCannotBeRunIsRefused() {
        Properties properties = properties("unused");
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");

        assertThatThrownBy(() -> new KafkaStreams(CountingTopology.build(), properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("group.protocol", "streams", "use classic");
    }

    @Test
    void aTopologyWithoutSourceIsRefusedAtTheStart() {
        try (KafkaStreams streams = new KafkaStreams(new Topology(), properties("empty"))) {
            assertThatThrownBy(streams::start)
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining("has no source");
        }
    }

    @Test
    void aMissingSourceTopicStopsTheClientWithItsName() throws Exception {
        Topology topology = new Topology()
                .addSource(
                        "source",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        "no-such-topic")
                .addSink("sink", CountingTopology.OUTPUT, "source");

        Throwable failure = failureOf(topology, properties("missing-source"));

        assertThat(failure).isInstanceOf(MissingSourceTopicException.class).hasMessageContaining("no-such-topic");
    }

    @Test
    void aWrongSerdeIsNamedWithTheRecordAndTheRemedy() throws Exception {
        send("not-a-long");
        Topology topology = new Topology()
                .addSource(
                        "source", Serdes.Long().deserializer(), Serdes.String().deserializer(), CountingTopology.INPUT)
                .addSink(
                        "sink",
                        CountingTopology.OUTPUT,
                        Serdes.Long().serializer(),
                        Serdes.String().serializer(),
                        "source");

        Throwable failure = failureOf(topology, properties("wrong-serde"));

        assertThat(failure)
                .hasMessageContaining("topic=" + CountingTopology.INPUT + " partition=0 offset=")
                .hasMessageContaining("LongDeserializer")
                .hasMessageContaining("deserialization.exception.handler");
    }

    @Test
    void aNodeWithoutAnySerdeIsNamed() throws Exception {
        Topology topology = new Topology()
                .addSource("source", CountingTopology.INPUT)
                .addSink("sink", CountingTopology.OUTPUT, "source");

        Throwable failure = failureOf(topology, properties("no-serde"));

        assertThat(failure)
                .hasMessageContaining("key serdes for source node source")
                .rootCause()
                .hasMessageContaining("Please specify a key serde")
                .hasMessageContaining("DEFAULT_KEY_SERDE_CLASS_CONFIG");
    }

    @Test
    void aStoreThatWouldLoseItsHeadersIsRefusedAtTheStart() {
        Properties properties = properties("headers");
        try (KafkaStreams before = new KafkaStreams(
                storing(Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        Stores.persistentTimestampedKeyValueStoreWithHeaders("rows"),
                        Serdes.String(),
                        Serdes.String())),
                properties)) {
            before.start();
            Awaitility.await().atMost(DEADLINE).until(() -> before.state() == KafkaStreams.State.RUNNING);
        }
        Topology without = storing(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()));

        try (KafkaStreams after = new KafkaStreams(without, properties)) {
            assertThatThrownBy(after::start)
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining("Store 'rows' of task 0_0 is a headers-aware store");
            after.close();
            after.cleanUp();
        }
        try (KafkaStreams anew = new KafkaStreams(without, properties)) {
            anew.start();
            Awaitility.await().atMost(DEADLINE).until(() -> anew.state() == KafkaStreams.State.RUNNING);
        }
    }

    private static Topology storing(StoreBuilder<?> store) {
        return new Topology()
                .addSource(
                        "source",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        CountingTopology.INPUT)
                .addProcessor("p", Ignoring::new, "source")
                .addStateStore(store, "p");
    }

    @Test
    void aStateDirectoryInUseIsRefusedAtTheStart() {
        Properties properties = properties("locked");
        try (KafkaStreams first = new KafkaStreams(CountingTopology.build(), properties);
                KafkaStreams second = new KafkaStreams(CountingTopology.build(), properties)) {
            first.start();

            assertThatThrownBy(second::start)
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining(stateDirectory.toString())
                    .hasMessageContaining("state.dir");
            assertThat(second.close(DEADLINE)).isTrue();
            assertThat(second.state()).isEqualTo(KafkaStreams.State.ERROR);
        }
    }

    @Test
    void withoutABrokerTheClientWaitsAndStillCloses() throws IOException {
        Properties properties = properties("no-broker");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + silent.getLocalPort());
        }
        try (KafkaStreams streams = new KafkaStreams(CountingTopology.build(), properties)) {
            streams.start();

            assertThat(streams.state()).isEqualTo(KafkaStreams.State.REBALANCING);
            assertThat(streams.close(DEADLINE)).isTrue();
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
        }
    }

    private static Throwable failureOf(Topology topology, Properties properties) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (KafkaStreams streams = new KafkaStreams(topology, properties)) {
            streams.setUncaughtExceptionHandler(e -> {
                failure.complete(e);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            Throwable told = failure.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            Awaitility.await().atMost(DEADLINE).until(() -> streams.state() == KafkaStreams.State.ERROR);
            return told;
        }
    }

    private Properties properties(String applicationId) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return properties;
    }

    private static void send(String key) {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(CountingTopology.INPUT, key, "value"));
        }
    }

    private static final class Ignoring extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            // Only the store counts.
        }
    }
}
