package io.millrace.streams.spring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.observation.ObservingInterceptor.Target;
import io.millrace.streams.spring.observation.RecordProcessingConvention;
import io.millrace.streams.spring.observation.RecordSendingConvention;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/** Adds the interceptor to the configuration of each topology that is to be observed. */
final class ObservationConfigCustomizer implements StreamsConfigCustomizer, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ObservationConfigCustomizer.class);

    private final StreamsProperties properties;
    private final ObjectProvider<ObservationRegistry> registry;
    private final Conventions conventions;

    /**
     * The application's conventions, if it has any.
     *
     * @param processing for source records
     * @param sending for records that are sent
     */
    record Conventions(
            ObjectProvider<RecordProcessingConvention> processing, ObjectProvider<RecordSendingConvention> sending) {}

    ObservationConfigCustomizer(
            StreamsProperties properties, ObjectProvider<ObservationRegistry> registry, Conventions conventions) {
        this.properties = properties;
        this.registry = registry;
        this.conventions = conventions;
    }

    static boolean isObserved(String topology, StreamsProperties properties) {
        return properties.inherited(topology, level -> level.getObservation().getEnabled(), false);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void customize(String topology, Map<String, Object> config) {
        if (!isObserved(topology, properties)) {
            return;
        }
        ObservationRegistry found = registry.getIfAvailable();
        if (found == null) {
            log.warn(
                    "Stream topology {} is not observed, although {}.observation.enabled says so: there is no"
                            + " ObservationRegistry. The actuator with spring-boot-micrometer-observation brings one",
                    topology,
                    StreamsProperties.PREFIX);
            return;
        }
        Object given = config.putIfAbsent(
                StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG, ObservingInterceptor.class.getName());
        if (given != null) {
            log.warn(
                    "Stream topology {} is not observed, although {}.observation.enabled says so: {} is {}",
                    topology,
                    StreamsProperties.PREFIX,
                    StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG,
                    given);
            return;
        }
        config.put(
                ObservingInterceptor.TARGET,
                new Target(
                        topology,
                        found,
                        conventions.processing().getIfAvailable(),
                        conventions.sending().getIfAvailable()));
    }
}
