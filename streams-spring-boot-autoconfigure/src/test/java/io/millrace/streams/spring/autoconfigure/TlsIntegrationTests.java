package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.state.QueryableStoreTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A broker that wants a certificate of every client: one that was given none would fail. */
class TlsIntegrationTests {

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static String[] bundle;
    private static Path trust;

    @BeforeAll
    static void startBroker() throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        Path brokerIdentity = certificates.identity("broker");
        Path clientIdentity = certificates.identity("client");
        trust = certificates.trust("trust", brokerIdentity, clientIdentity);
        bundle = TestCertificates.bundle("kafka", clientIdentity, trust).toArray(String[]::new);
        broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .tls()
                .property("ssl.keystore.location", brokerIdentity.toString())
                .property("ssl.keystore.type", "PKCS12")
                .property("ssl.keystore.password", TestCertificates.PASSWORD)
                .property("ssl.truststore.location", trust.toString())
                .property("ssl.truststore.type", "PKCS12")
                .property("ssl.truststore.password", TestCertificates.PASSWORD)
                .property("ssl.client.auth", "required")
                .start();
        broker.createTopic("words", 2);
        broker.createTopic("names", 1);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("names", "mill", "Mill"));
            for (String word : List.of("mill", "race", "mill")) {
                producer.send(new ProducerRecord<>("words", word, word));
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static ApplicationContextRunner runner(String applicationId, String state) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class, KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
                .withUserConfiguration(Words.class)
                .withPropertyValues(
                        "streams.topologies.words.application-id=" + applicationId,
                        "streams.state-dir=" + directory.resolve(state),
                        "streams.commit-interval=100ms",
                        "streams.properties[consumer.auto.offset.reset]=earliest");
    }

    @Test
    void theSslBundleOfSpringKafkaIsUsedByEveryClient() {
        String[] kafka = Stream.concat(
                        Stream.of(bundle),
                        Stream.of(
                                "spring.kafka.bootstrap-servers=" + broker.tlsBootstrapServers(),
                                "spring.kafka.security.protocol=SSL",
                                "spring.kafka.ssl.bundle=kafka"))
                .toArray(String[]::new);
        runner("by-properties", "one").withPropertyValues(kafka).run(context -> {
            assertCounted(context.getBean(KafkaStreams.class));
        });
        // Without its state it restores.
        runner("by-properties", "two").withPropertyValues(kafka).run(context -> {
            KafkaStreams client = context.getBean(KafkaStreams.class);
            assertCounted(client);
            assertThat(connections(client))
                    .containsOnlyKeys("admin", "consumer", "global-consumer", "producer", "restore-consumer")
                    .allSatisfy((kind, made) -> assertThat(made).as(kind).isPositive());
        });
    }

    @Test
    void theSslBundleOfConnectionDetailsIsUsedInstead() {
        runner("by-details", "three")
                .withUserConfiguration(Details.class)
                .withPropertyValues(bundle)
                .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:1")
                .run(context -> assertCounted(context.getBean(KafkaStreams.class)));
    }

    @Test
    void theSslBundleOfConnectionDetailsThatATopologyNamesIsUsed() {
        runner("by-name", "four")
                .withUserConfiguration(Named.class)
                .withPropertyValues(bundle)
                .withPropertyValues("streams.auto-startup=false", "streams.topologies.words.connection=secured")
                .run(context -> assertThat(context.getBean(StreamsRegistry.class)
                                .get("words")
                                .config())
                        .containsEntry("bootstrap.servers", List.of(broker.tlsBootstrapServers()))
                        .containsEntry("security.protocol", "SSL")
                        .containsEntry(
                                SslBundle.class.getName(),
                                context.getBean(SslBundles.class).getBundle("kafka")));
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        runner("without", "five")
                .withPropertyValues(TestCertificates.bundle("kafka", trust).toArray(String[]::new))
                .withPropertyValues(
                        "spring.kafka.bootstrap-servers=" + broker.tlsBootstrapServers(),
                        "spring.kafka.security.protocol=SSL",
                        "spring.kafka.ssl.bundle=kafka",
                        "streams.topics.wait-timeout=0s")
                .run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(SSLException.class));
    }

    private static void assertCounted(KafkaStreams client) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.store(StoreQueryParameters.fromNameAndType(
                                        "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                                .get("Mill"))
                        .isEqualTo(2));
    }

    /** How many connections each kind of client has made. */
    private static Map<String, Double> connections(KafkaStreams client) {
        Map<String, Double> made = new TreeMap<>();
        client.metrics().forEach((name, metric) -> {
            String id = name.tags().get("client-id");
            if (name.name().equals("connection-creation-total") && id != null) {
                String kind = Stream.of("restore-consumer", "global-consumer", "consumer", "producer", "admin")
                        .filter(id::endsWith)
                        .findFirst()
                        .orElse(id);
                made.merge(kind, (Double) metric.metricValue(), Double::sum);
            }
        });
        return made;
    }

    @Configuration(proxyBeanMethods = false)
    static class Words {

        @Bean
        @StreamTopology("words")
        TopologyDefinition words() {
            Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
            return builder -> builder.stream("words", strings)
                    .join(builder.globalTable("names", strings), (key, value) -> value, (word, name) -> name)
                    .groupBy((key, name) -> name, Grouped.with(Serdes.String(), Serdes.String()))
                    .count(Materialized.as("counts"));
        }
    }

    private static KafkaConnectionDetails details(SslBundle bundle) {
        return new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return List.of(broker.tlsBootstrapServers());
            }

            @Override
            public SslBundle getSslBundle() {
                return bundle;
            }

            @Override
            public String getSecurityProtocol() {
                return "SSL";
            }
        };
    }

    /** As a container's service connection does. */
    @Configuration(proxyBeanMethods = false)
    static class Details {

        @Bean
        KafkaConnectionDetails container(SslBundles bundles) {
            return details(bundles.getBundle("kafka"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Named {

        @Bean(defaultCandidate = false)
        KafkaConnectionDetails secured(SslBundles bundles) {
            return details(bundles.getBundle("kafka"));
        }
    }
}
