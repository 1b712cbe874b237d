package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.autoconfigure.MetricsProperties.MetricGroup;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.metrics.MeterShape.Origin;
import io.millrace.streams.spring.autoconfigure.metrics.MicrometerReporter.Target;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.metrics.JmxReporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

/** Adds the reporter to the configuration of each topology, beside the reporters that are there. */
final class MetricsConfigCustomizer implements StreamsConfigCustomizer, Ordered {

    private final ObjectProvider<MeterRegistry> registry;
    private final StreamsProperties properties;

    MetricsConfigCustomizer(ObjectProvider<MeterRegistry> registry, StreamsProperties properties) {
        this.registry = registry;
        this.properties = properties;
    }

    static boolean isMeasured(String topology, StreamsProperties properties) {
        return properties.inherited(topology, level -> level.getMetrics().getEnabled(), true);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void customize(String topology, Map<String, Object> config) {
        if (!isMeasured(topology, properties)) {
            return;
        }
        List<Object> reporters = new ArrayList<>();
        Object given = config.get(StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG);
        if (given instanceof List<?> listed) {
            reporters.addAll(listed);
        } else if (given != null) {
            reporters.addAll(StringUtils.commaDelimitedListToSet(given.toString()));
        } else {
            // What Kafka reports to unless told otherwise.
            reporters.add(JmxReporter.class.getName());
        }
        reporters.add(MicrometerReporter.class.getName());
        config.put(StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG, reporters);
        Set<MetricGroup> groups = properties.inherited(
                topology, level -> level.getMetrics().getGroups(), EnumSet.allOf(MetricGroup.class));
        String applicationId = Objects.toString(config.get(StreamsConfig.APPLICATION_ID_CONFIG), "none");
        config.put(
                MicrometerReporter.TARGET,
                new Target(registry.getObject(), new Origin(topology, applicationId), groups));
    }
}
