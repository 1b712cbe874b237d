package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.state.QueryableStoreTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class StreamsIntegrationTests {

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .start();
        broker.createTopic("words", 2);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String word : new String[] {"mill", "race", "mill"}) {
                producer.send(new ProducerRecord<>("words", word, word));
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "streams.commit-interval=100ms",
                        "streams.state-dir=" + directory.resolve("state"));
    }

    @Test
    void allThreeFormsRun() {
        runner().withUserConfiguration(ThreeForms.class)
                .withPropertyValues(
                        "streams.properties.consumer.auto.offset.reset=earliest",
                        "streams.default-key-serde=org.apache.kafka.common.serialization.Serdes$StringSerde",
                        "streams.default-value-serde=org.apache.kafka.common.serialization.Serdes$StringSerde")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    StreamsRegistry registry = context.getBean(StreamsRegistry.class);
                    assertThat(registry.topologies())
                            .extracting(ManagedTopology::applicationId)
                            .containsExactlyInAnyOrder("shop-counts", "shop-audit", "shop-clicks");
                    for (ManagedTopology topology : registry.topologies()) {
                        assertThat(topology.awaitRunning(Duration.ofSeconds(30)))
                                .as(topology.name())
                                .isTrue();
                    }
                    KafkaStreams counts = context.getBean("streamsClient.counts", KafkaStreams.class);
                    org.awaitility.Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .ignoreExceptions()
                            .untilAsserted(() -> assertThat(counts.store(StoreQueryParameters.fromNameAndType(
                                                    "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                                            .get("mill"))
                                    .isEqualTo(2));
                });
    }

    @Configuration(proxyBeanMethods = false)
    @Import(CountsTopology.class)
    static class ThreeForms {

        @Bean
        @StreamTopology("audit")
        Topology audit() {
            return new Topology().addSource("in", "words").addSink("out", "words-copy", "in");
        }

        @Bean
        @StreamTopology
        TopologyDefinition clicksTopology() {
            return builder -> builder.stream("words").foreach((key, value) -> {});
        }
    }

    @StreamTopology("counts")
    static class CountsTopology implements TopologyDefinition {

        @Override
        public void define(StreamsBuilder builder) {
            builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                    .groupByKey()
                    .count(Materialized.as("counts"));
        }
    }
}
