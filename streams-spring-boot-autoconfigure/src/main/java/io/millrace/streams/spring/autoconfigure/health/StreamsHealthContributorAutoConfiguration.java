package io.millrace.streams.spring.autoconfigure.health;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds {@code streams} to the application's health, and {@code streamsReadiness}, which is meant for the readiness group:
 * {@code management.endpoint.health.group.readiness.include=readinessState,streamsReadiness}.
 */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(StreamsRegistry.class)
@ConditionalOnEnabledHealthIndicator("streams")
public final class StreamsHealthContributorAutoConfiguration {

    StreamsHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"streamsHealthContributor", "streamsHealthIndicator"})
    CompositeHealthContributor streamsHealthContributor(StreamsRegistry topologies) {
        return each(topologies, TopologyHealth::new);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"streamsReadinessHealthContributor", "streamsReadinessHealthIndicator"})
    CompositeHealthContributor streamsReadinessHealthContributor(StreamsRegistry topologies) {
        return each(topologies, TopologyReadiness::new);
    }

    private static CompositeHealthContributor each(
            StreamsRegistry topologies, Function<ManagedTopology, HealthIndicator> indicator) {
        Map<String, HealthIndicator> byName = new LinkedHashMap<>();
        topologies.topologies().forEach(topology -> byName.put(topology.name(), indicator.apply(topology)));
        return CompositeHealthContributor.fromMap(byName);
    }
}
