package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.health.StreamsHealthContributorAutoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health tells within 15 seconds that the brokers are gone, and within 10 that they are back; the client needs no help. */
class BrokerOutageIntegrationTests {

    @TempDir
    static Path directory;

    @Test
    void healthIsDownWhileTheBrokersAreGone() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .start()) {
            broker.createTopic("words", 1);
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            KafkaAutoConfiguration.class,
                            StreamsAutoConfiguration.class,
                            StreamsHealthContributorAutoConfiguration.class))
                    .withUserConfiguration(Words.class)
                    .withPropertyValues(
                            "spring.application.name=shop",
                            "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                            "streams.state-dir=" + directory.resolve("state"))
                    .run(context -> {
                        assertThat(context.getBean(StreamsRegistry.class)
                                        .get("words")
                                        .awaitRunning(Duration.ofSeconds(30)))
                                .isTrue();
                        assertThat(health(context).getStatus()).isEqualTo(Status.UP);

                        broker.stop();
                        await().atMost(Duration.ofSeconds(15))
                                .untilAsserted(() ->
                                        assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
                        assertThat(health(context).getDetails())
                                .hasEntrySatisfying(
                                        "brokers",
                                        detail -> assertThat(detail.toString()).startsWith("silent for 1"));

                        broker.start();
                        await().atMost(Duration.ofSeconds(10))
                                .untilAsserted(() ->
                                        assertThat(health(context).getStatus()).isEqualTo(Status.UP));
                    });
        }
    }

    private static Health health(ApplicationContext context) {
        CompositeHealthContributor streams =
                context.getBean("streamsHealthContributor", CompositeHealthContributor.class);
        return ((HealthIndicator) streams.getContributor("words")).health();
    }

    @Configuration(proxyBeanMethods = false)
    static class Words {

        @Bean
        @StreamTopology("words")
        TopologyDefinition words() {
            return builder -> builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                    .to("copies");
        }
    }
}
