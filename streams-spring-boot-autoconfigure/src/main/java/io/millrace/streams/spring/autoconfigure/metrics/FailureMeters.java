package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;

/** Counts failures by topology and stage. */
final class FailureMeters implements FailureWatch {

    private final StreamsProperties properties;
    private final ObjectProvider<MeterRegistry> registry;

    FailureMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    @Override
    public boolean watches(String topology) {
        return MetricsConfigCustomizer.isMeasured(topology, properties);
    }

    @Override
    public void failed(String topology, Stage stage, Throwable failure) {
        registry.ifAvailable(present -> counter(topology, stage, present).increment());
    }

    static Counter counter(String topology, Stage stage, MeterRegistry registry) {
        return Counter.builder("streams.errors")
                .tags(TopologyMeters.TOPOLOGY, topology, "stage", stage.name().toLowerCase(Locale.ROOT))
                .description(
                        "Records that could not be read, processed or written, and threads that ended by a failure")
                .register(registry);
    }
}
