package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds {@code streams} to the application's health, and {@code streamsReadiness}, which is meant for the readiness group:
 * {@code management.endpoint.health.group.readiness.include=readinessState,streamsReadiness}, or set
 * {@code streams.health.readiness}, which puts it there.
 */
@AutoConfiguration(
        after = StreamsAutoConfiguration.class,
        // Which makes the readiness group, so that there is something to add to.
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(StreamsRegistry.class)
@ConditionalOnEnabledHealthIndicator("streams")
public final class StreamsHealthContributorAutoConfiguration {

    StreamsHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"streamsHealthContributor", "streamsHealthIndicator"})
    CompositeHealthContributor streamsHealthContributor(StreamsRegistry topologies, StreamsProperties properties) {
        return each(topologies, properties, HealthRules::health);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"streamsReadinessHealthContributor", "streamsReadinessHealthIndicator"})
    CompositeHealthContributor streamsReadinessHealthContributor(
            StreamsRegistry topologies, StreamsProperties properties) {
        return each(topologies, properties, HealthRules::readiness);
    }

    private static CompositeHealthContributor each(
            StreamsRegistry topologies,
            StreamsProperties properties,
            BiFunction<HealthRules, TopologyCondition, Health> question) {
        Map<String, HealthIndicator> byName = new LinkedHashMap<>();
        for (ManagedTopology topology : topologies.topologies()) {
            HealthRules rules = new HealthRules(HealthSettings.of(properties, topology.name()));
            byName.put(topology.name(), () -> question.apply(rules, TopologyCondition.of(topology)));
        }
        return CompositeHealthContributor.fromMap(byName);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, HealthEndpointGroupsPostProcessor.class})
    @ConditionalOnProperty(prefix = StreamsProperties.PREFIX + ".health", name = "readiness")
    static final class ReadinessGroupConfiguration {

        @Bean
        static ReadinessMembership streamsReadinessMembership() {
            return new ReadinessMembership();
        }
    }
}
