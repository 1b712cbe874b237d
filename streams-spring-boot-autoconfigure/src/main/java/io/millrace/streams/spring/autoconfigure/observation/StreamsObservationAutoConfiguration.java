package io.millrace.streams.spring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.observation.ObservationConfigCustomizer.Conventions;
import io.millrace.streams.spring.observation.RecordProcessingConvention;
import io.millrace.streams.spring.observation.RecordSendingConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Observes the records of topologies for which {@code streams.observation.enabled} is set. */
@AutoConfiguration(
        after = StreamsAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(StreamsRegistry.class)
public final class StreamsObservationAutoConfiguration {

    StreamsObservationAutoConfiguration() {}

    @Bean
    ObservationConfigCustomizer streamsObservationConfigCustomizer(
            StreamsProperties properties,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<RecordProcessingConvention> processing,
            ObjectProvider<RecordSendingConvention> sending) {
        return new ObservationConfigCustomizer(properties, registry, new Conventions(processing, sending));
    }

    @Bean
    FailuresObserved streamsFailuresObserved(
            StreamsProperties properties, ObjectProvider<ObservationRegistry> registry) {
        return new FailuresObserved(properties, registry);
    }
}
