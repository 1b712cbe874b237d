package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsBuilderCustomizer;
import io.millrace.streams.spring.StreamsClientCustomizer;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyCustomizer;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.diagnostics.DuplicateTopologyException;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidTopologyBeanException;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidTopologyNameException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class StreamsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    @Test
    void nothingIsThereWhenStreamsAreDisabled() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(StreamsRegistry.class));
    }

    @Test
    void contextWithoutTopologiesStarts() {
        runner.run(context ->
                assertThat(context.getBean(StreamsRegistry.class).topologies()).isEmpty());
    }

    @Test
    void starterAloneIsEnough() {
        runner.withClassLoader(new FilteredClassLoader(
                        JsonMapper.class.getPackageName().replace(".json", ""),
                        MeterRegistry.class.getPackageName(),
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.web",
                        WebServerApplicationContext.class.getPackageName()))
                .withUserConfiguration(Orders.class)
                .run(context ->
                        assertThat(context).hasSingleBean(StreamsRegistry.class).doesNotHaveBean(JsonSerdes.class));
    }

    @Test
    void jsonSerdesBackOff() {
        JsonSerdes own = new JsonSerdes(JsonMapper.builder().build());

        runner.run(context -> assertThat(context).hasSingleBean(JsonSerdes.class));
        runner.withBean(JsonSerdes.class, () -> own)
                .run(context -> assertThat(context.getBean(JsonSerdes.class)).isSameAs(own));
    }

    @Test
    void namesComeFromTheAnnotationOrTheBean() {
        runner.withUserConfiguration(Named.class)
                .run(context -> assertThat(
                                context.getBean(StreamsRegistry.class).topologies())
                        .extracting(ManagedTopology::name, ManagedTopology::applicationId)
                        .containsExactlyInAnyOrder(
                                tuple("page-clicks", "shop-page-clicks"), tuple("other", "shop-other")));
    }

    @Test
    void topologyNotStartedIsStoppedAndHasAClient() {
        runner.withUserConfiguration(Orders.class).run(context -> {
            ManagedTopology orders = context.getBean(StreamsRegistry.class).get("orders");

            assertThat(orders.status().phase()).isEqualTo(Phase.STOPPED);
            assertThat(orders.topology().describe().subtopologies()).hasSize(1);
            assertThat(context.getBean(KafkaStreams.class).state()).isEqualTo(KafkaStreams.State.CREATED);
        });
    }

    @Test
    void clientsAreInjectedByQualifier() {
        runner.withUserConfiguration(Named.class, NeedsClient.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(NeedsClient.Holder.class));
    }

    @Test
    void customizersAreCalledInTheirOrder() {
        runner.withUserConfiguration(Orders.class, Customizers.class).run(context -> {
            context.getBean(KafkaStreams.class).state();

            assertThat(context.getBean(Customizers.class).calls)
                    .containsExactly("builder 1 orders", "builder 2 orders", "topology orders", "client orders");
        });
    }

    @Test
    void duplicateNameFailsTheStart() {
        runner.withUserConfiguration(Orders.class, MoreOrders.class).run(context -> {
            assertThat(context).getFailure().isInstanceOf(DuplicateTopologyException.class);
            FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("'orders'", "'ordersDefinition'", "'moreOrders'");
        });
    }

    @Test
    void nameThatCannotBeUsedFailsTheStart() {
        runner.withUserConfiguration(BadName.class)
                .run(context -> assertThat(context).getFailure().isInstanceOf(InvalidTopologyNameException.class));
    }

    @Test
    void annotatedBeanThatIsNoTopologyFailsTheStart() {
        runner.withUserConfiguration(NoTopology.class)
                .run(context ->
                        assertThat(context).getFailure().hasRootCauseInstanceOf(InvalidTopologyBeanException.class));
    }

    @Test
    void overrideForAnUnknownTopologyFailsTheStart() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.topologies.ordres.num-threads=2")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("streams.topologies.ordres");
                    assertThat(analysis.getAction()).contains("orders");
                });
    }

    @Test
    void misspeltPropertyFailsTheStart() {
        for (String misspelt : List.of(
                "streams.num-thread", "streams.errors.deserialisation", "streams.topologies.orders.comit-interval")) {
            runner.withUserConfiguration(Orders.class)
                    .withPropertyValues(misspelt + "=2")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(UnboundConfigurationPropertiesException.class)
                            .hasMessageContaining(misspelt));
        }
    }

    @Test
    void missingApplicationIdFailsTheStart() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("spring.application.name=")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("has no application id");
                    assertThat(analysis.getAction()).contains("spring.application.name");
                });
    }

    @Test
    void sharedApplicationIdFailsTheStart() {
        runner.withUserConfiguration(Named.class)
                .withPropertyValues("streams.properties.application.id=all")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Analyses.of(context.getStartupFailure()).getDescription())
                            .contains("application id 'all'");
                });
    }

    @Test
    void bootstrapServersBelongToTheApplication() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.properties.bootstrap.servers=elsewhere:9092")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Analyses.of(context.getStartupFailure()).getAction())
                            .contains("spring.kafka.bootstrap-servers");
                });
    }

    @Test
    void stateInTheDirectoryForTemporaryFilesIsWarnedOf(CapturedOutput output) {
        runner.withUserConfiguration(Counts.class, Orders.class).run(context -> {
            assertThat(output).contains("streams.state-dir is not set: the state of counts is kept under");
        });
    }

    @Test
    void stateInADirectoryThatWasChosenIsNotWarnedOf(CapturedOutput output) {
        runner.withUserConfiguration(Counts.class)
                .withPropertyValues("streams.state-dir=/var/lib/shop")
                .run(context -> assertThat(output).doesNotContain("streams.state-dir"));
    }

    @Test
    void classesAreThoseOfTheApplicationWhoeverAsksForTheClient() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues(
                        "streams.default-key-serde=org.apache.kafka.common.serialization.Serdes$StringSerde")
                .run(context -> {
                    Thread thread = Thread.currentThread();
                    ClassLoader before = thread.getContextClassLoader();
                    thread.setContextClassLoader(new URLClassLoader(new URL[0], null));
                    try {
                        assertThat(context.getBean(StreamsRegistry.class)
                                        .get("orders")
                                        .client()
                                        .state())
                                .isEqualTo(KafkaStreams.State.CREATED);
                    } finally {
                        thread.setContextClassLoader(before);
                    }
                });
    }

    @Test
    void topologyThatReadsNothingFailsTheStart() {
        runner.withUserConfiguration(ReadsNothing.class).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("'silent'", "reads no topic");
            assertThat(analysis.getAction()).contains("StreamsBuilder.stream");
        });
    }

    @Test
    void serdeClassThatIsNotThereFailsTheStart() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.auto-startup=true", "streams.default-key-serde=shop.OrderSerde")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("default.key.serde", "shop.OrderSerde");
                    assertThat(analysis.getAction()).contains("bean:<name>");
                });
    }

    @Test
    void settingThatTheEngineRefusesFailsTheStart() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.auto-startup=true", "streams.properties.processing.guarantee=sometimes")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Analyses.of(context.getStartupFailure()).getDescription())
                            .contains("processing.guarantee");
                });
    }

    @Test
    void unreachableBrokerLeavesTheTopologyWaitingAndTheApplicationUp() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues("streams.auto-startup=true", "spring.kafka.bootstrap-servers=127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ManagedTopology orders =
                            context.getBean(StreamsRegistry.class).get("orders");
                    assertThat(orders.status().phase()).isEqualTo(Phase.WAITING);
                });
    }

    @Test
    void unreachableBrokerFailsTheTopologyWhenTheWaitRunsOut() {
        runner.withUserConfiguration(Orders.class)
                .withPropertyValues(
                        "streams.auto-startup=true",
                        "streams.topics.wait-timeout=1s",
                        "spring.kafka.bootstrap-servers=127.0.0.1:1")
                .run(context -> {
                    ManagedTopology orders =
                            context.getBean(StreamsRegistry.class).get("orders");
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> orders.status().phase() == Phase.FAILED);

                    FailureAnalysis analysis = Analyses.of(orders.status().failure());
                    assertThat(analysis.getDescription()).contains("no Kafka broker at [127.0.0.1:1]");
                    assertThat(analysis.getAction()).contains("spring.kafka.bootstrap-servers");
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

    @Configuration(proxyBeanMethods = false)
    static class Counts {

        @Bean
        @StreamTopology("counts")
        TopologyDefinition counts() {
            return builder -> builder.stream("orders").groupByKey().count();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ReadsNothing {

        @Bean
        @StreamTopology("silent")
        TopologyDefinition silent() {
            return builder -> {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MoreOrders {

        @Bean
        @StreamTopology("orders")
        Topology moreOrders() {
            return new Topology();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Named {

        @Bean
        @StreamTopology
        TopologyDefinition pageClicksTopology() {
            return builder -> builder.stream("clicks").to("copy");
        }

        @Bean
        @StreamTopology(name = "other")
        Topology something() {
            return new Topology().addSource("in", "orders").addSink("out", "copy", "in");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BadName {

        @Bean
        @StreamTopology("my orders")
        TopologyDefinition orders() {
            return builder -> builder.stream("orders").to("copy");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoTopology {

        @Bean
        @StreamTopology("orders")
        String orders() {
            return "no topology";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsClient {

        record Holder(KafkaStreams client) {}

        @Bean
        Holder holder(@Qualifier("page-clicks") KafkaStreams client) {
            return new Holder(client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        StreamsBuilderCustomizer second() {
            return (String topology, StreamsBuilder builder) -> calls.add("builder 2 " + topology);
        }

        @Bean
        @Order(1)
        StreamsBuilderCustomizer first() {
            return (String topology, StreamsBuilder builder) -> calls.add("builder 1 " + topology);
        }

        @Bean
        TopologyCustomizer topologyCustomizer() {
            return (name, topology) -> calls.add("topology " + name);
        }

        @Bean
        StreamsClientCustomizer clientCustomizer() {
            return (topology, client) -> calls.add("client " + topology);
        }
    }
}
