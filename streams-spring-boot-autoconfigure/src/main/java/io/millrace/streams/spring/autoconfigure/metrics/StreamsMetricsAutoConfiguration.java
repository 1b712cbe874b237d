package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Reports the metrics of topologies to the application's meter registry. */
@AutoConfiguration(
        after = StreamsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, StreamsRegistry.class})
@ConditionalOnProperty(prefix = "streams.metrics", name = "enabled", matchIfMissing = true)
public final class StreamsMetricsAutoConfiguration {

    StreamsMetricsAutoConfiguration() {}

    @Bean
    MetricsConfigCustomizer streamsMetricsConfigCustomizer(
            ObjectProvider<MeterRegistry> registry, StreamsProperties properties) {
        return new MetricsConfigCustomizer(registry, properties);
    }

    @Bean
    TopologyMeters streamsTopologyMeters(StreamsProperties properties, ObjectProvider<StreamsRegistry> topologies) {
        return new TopologyMeters(properties, topologies);
    }

    @Bean
    FailureMeters streamsFailureMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        return new FailureMeters(properties, registry);
    }

    @Bean
    RestoreMeters streamsRestoreMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        return new RestoreMeters(properties, registry);
    }

    @Bean
    QueryMeters streamsQueryMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        return new QueryMeters(properties, registry);
    }
}
