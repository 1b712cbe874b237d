package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.StreamsFailedEvent;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsEndpoint;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsEndpointAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsQueryEndpoint;
import io.millrace.streams.spring.autoconfigure.health.StreamsHealthContributorAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.metrics.StreamsMetricsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.query.StreamsQueryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class OptionalFeaturesTests {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    ApplicationAvailabilityAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    StreamsAutoConfiguration.class,
                    StreamsMetricsAutoConfiguration.class,
                    StreamsHealthContributorAutoConfiguration.class,
                    StreamsQueryAutoConfiguration.class,
                    StreamsEndpointAutoConfiguration.class))
            .withUserConfiguration(Orders.class)
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    @Test
    void endpointsAreNotExposedByDefault() {
        runner.run(context ->
                assertThat(context).doesNotHaveBean(StreamsEndpoint.class).doesNotHaveBean(StreamsQueryEndpoint.class));
    }

    @Test
    void exposureIsEnoughForStreamsButNotForQueries() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasSingleBean(StreamsEndpoint.class)
                        .doesNotHaveBean(StreamsQueryEndpoint.class));
    }

    @Test
    void queriesNeedExposureAndAccess() {
        runner.withPropertyValues(
                        "server.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=streamsquery",
                        "management.endpoint.streamsquery.access=READ_ONLY")
                .run(context -> assertThat(context).hasSingleBean(StreamsQueryEndpoint.class));
    }

    @Test
    void applicationCanQueryWithoutTheEndpoint() {
        runner.run(context -> assertThat(context).hasSingleBean(StateQueries.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "tools.jackson"))
                .run(context -> assertThat(context).hasSingleBean(StateQueries.class));
    }

    @Test
    void endpointsWorkWithoutJackson() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues(
                        "server.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.streamsquery.access=READ_ONLY")
                .run(context -> assertThat(context).hasSingleBean(StreamsQueryEndpoint.class));
    }

    @Test
    void endpointsBackOffWithoutTheActuator() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasSingleBean(StreamsRegistry.class)
                        .doesNotHaveBean(StreamsEndpoint.class));
    }

    @Test
    void endpointsBackOffWhenStreamsAreDisabled() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=*", "streams.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(StreamsEndpoint.class)
                        .doesNotHaveBean("streamsHealthContributor"));
    }

    @Test
    void healthCanBeSwitchedOff() {
        runner.run(context ->
                assertThat(context).hasBean("streamsHealthContributor").hasBean("streamsReadinessHealthContributor"));
        runner.withPropertyValues("management.health.streams.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("streamsHealthContributor"));
    }

    @Test
    void healthBacksOffWithoutTheHealthModule() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class.getPackageName()))
                .run(context -> assertThat(context).doesNotHaveBean("streamsHealthContributor"));
    }

    @Test
    void stoppedTopologyIsUnknownAndHoldsNobodyUp() {
        runner.run(context -> {
            assertThat(status(context.getBean("streamsHealthContributor", CompositeHealthContributor.class)))
                    .isEqualTo(Status.UNKNOWN);
            assertThat(status(context.getBean("streamsReadinessHealthContributor", CompositeHealthContributor.class)))
                    .isEqualTo(Status.UP);
        });
    }

    @Test
    void waitingTopologyIsOutOfService() {
        runner.withPropertyValues("streams.auto-startup=true", "spring.kafka.bootstrap-servers=127.0.0.1:1")
                .run(context -> {
                    assertThat(status(context.getBean("streamsHealthContributor", CompositeHealthContributor.class)))
                            .isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(status(context.getBean(
                                    "streamsReadinessHealthContributor", CompositeHealthContributor.class)))
                            .isEqualTo(Status.OUT_OF_SERVICE);
                });
    }

    @Test
    void readinessIsInItsGroupOnceItsMeaningIsChosen() {
        WebApplicationContextRunner withGroups = runner.withConfiguration(AutoConfigurations.of(
                HealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class,
                AvailabilityHealthContributorAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class,
                AvailabilityProbesAutoConfiguration.class));
        withGroups.run(context ->
                assertThat(readiness(context).isMember("streamsReadiness")).isFalse());
        withGroups.withPropertyValues("streams.health.readiness=strict").run(context -> {
            assertThat(readiness(context).isMember("streamsReadiness")).isTrue();
            assertThat(readiness(context).isMember("readinessState")).isTrue();
            assertThat(readiness(context).isMember("streams")).isFalse();
        });
    }

    private static HealthEndpointGroup readiness(ApplicationContext context) {
        return context.getBean(HealthEndpointGroups.class).get("readiness");
    }

    @Test
    void livenessBreaksWithATopologyThatHasFailedForGood() {
        runner.withPropertyValues("streams.health.liveness-on-failure=true").run(context -> {
            context.publishEvent(new StreamsFailedEvent("orders", new IllegalStateException()));
            assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
                    .isEqualTo(LivenessState.BROKEN);

            context.publishEvent(new StreamsStateChangedEvent("orders", State.RUNNING, State.REBALANCING));

            assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
                    .isEqualTo(LivenessState.CORRECT);
        });
    }

    @Test
    void livenessDoesNotDependOnTopologiesByDefault() {
        runner.run(context -> {
            AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);

            context.publishEvent(new StreamsFailedEvent("orders", new IllegalStateException()));

            assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
                    .isEqualTo(LivenessState.CORRECT);
        });
    }

    private static Status status(HealthContributors contributors) {
        return ((HealthIndicator) contributors.getContributor("orders"))
                .health()
                .getStatus();
    }

    @Test
    void metricsNeedARegistry() {
        runner.run(context -> assertThat(context).doesNotHaveBean(StreamsConfigCustomizer.class));
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBean(StreamsRegistry.class)
                                .get("orders")
                                .config())
                        .extractingByKey("metric.reporters")
                        .asString()
                        .contains("JmxReporter", "MicrometerReporter"));
    }

    @Test
    void metricsCanBeSwitchedOff() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("streams.metrics.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(StreamsConfigCustomizer.class));
    }

    @Test
    void groupsOfMetricsCanBeChosen() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues("streams.metrics.groups=thread,admin")
                .run(context -> {
                    context.getBean(StreamsRegistry.class).get("orders").client();

                    assertThat(registry.getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .anyMatch(name -> name.startsWith("kafka.admin.client."))
                            .noneMatch(name -> name.startsWith("kafka.consumer"))
                            .noneMatch(name -> name.equals("kafka.stream.alive.stream.threads"));
                });
    }

    @Test
    void metricsOfOneTopologyCanBeSwitchedOff() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("streams.topologies.orders.metrics.enabled=false")
                .run(context -> assertThat(context.getBean(StreamsRegistry.class)
                                .get("orders")
                                .config())
                        .doesNotContainKey("metric.reporters"));
    }

    @Test
    void metersAreRemovedWithTheClient() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        runner.withBean(MeterRegistry.class, () -> registry).run(context -> {
            context.getBean(StreamsRegistry.class).get("orders").client();

            assertThat(registry.find("kafka.stream.alive.stream.threads").gauges())
                    .hasSize(1);
        });

        assertThat(registry.find("kafka.stream.alive.stream.threads").gauges()).isEmpty();
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
