package io.millrace.streams.spring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import org.springframework.beans.factory.ObjectProvider;

/** Makes a failure of a processor the error of the observation that is under way, whatever its handler then says. */
final class FailuresObserved implements FailureWatch {

    private final StreamsProperties properties;
    private final ObjectProvider<ObservationRegistry> registry;

    FailuresObserved(StreamsProperties properties, ObjectProvider<ObservationRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    @Override
    public boolean watches(String topology) {
        return ObservationConfigCustomizer.isObserved(topology, properties);
    }

    @Override
    public void failed(String topology, Stage stage, Throwable failure) {
        if (stage != Stage.PROCESSING) {
            // The others are seen when another record is processed, or none.
            return;
        }
        ObservationRegistry found = registry.getIfAvailable();
        Observation current = found == null ? null : found.getCurrentObservation();
        if (current != null) {
            current.error(failure);
        }
    }
}
