package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is refused, and why; what is done is tested with a broker. */
class TopologyControlTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
            .withUserConfiguration(Orders.class)
            .withPropertyValues("spring.application.name=shop", "spring.kafka.bootstrap-servers=127.0.0.1:1");

    private static void refused(ManagedTopology topology, String action, String reason) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> TopologyControl.perform(action, topology))
                .extracting(ProblemException::getReason)
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, not-started",
        "pause, not-running",
        "resume, not-paused",
        "add-thread, not-running",
        "remove-thread, not-running",
        "Start, unknown-action",
    })
    void whatDoesNotFitAStoppedTopologyIsRefused(String action, String reason) {
        runner.withPropertyValues("streams.auto-startup=false")
                .run(context -> refused(context.getBean(StreamsRegistry.class).get("orders"), action, reason));
    }

    @Test
    void topologyThatWaitsCanBeRestartedAndStoppedButNotStarted() {
        runner.run(context -> {
            ManagedTopology orders = context.getBean(StreamsRegistry.class).get("orders");
            refused(orders, "start", "already-started");

            TopologyControl.perform("restart", orders);
            assertThat(orders.status().phase()).isEqualTo(Phase.WAITING);
            TopologyControl.perform("stop", orders);

            assertThat(orders.status().phase()).isEqualTo(Phase.STOPPED);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Orders {

        @Bean
        @StreamTopology("orders")
        TopologyDefinition ordersDefinition() {
            return builder -> builder.stream("orders").to("copy");
        }
    }
}
