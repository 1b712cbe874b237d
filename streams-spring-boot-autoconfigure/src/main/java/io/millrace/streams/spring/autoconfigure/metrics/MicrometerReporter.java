package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.spring.autoconfigure.MetricsProperties.MetricGroup;
import io.millrace.streams.spring.autoconfigure.metrics.MeterShape.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Adds a meter to the application's registry when the engine or one of its Kafka clients adds a metric, and removes it with the
 * metric. Made by Kafka, once for the engine and once for each client; safe for use by any thread.
 */
public final class MicrometerReporter implements MetricsReporter {

    /** Key of the configuration that holds the {@link Target}. */
    static final String TARGET = "streams.spring.metrics-target";

    private final Map<MetricName, Meter> meters = new ConcurrentHashMap<>();
    private @Nullable Target target;

    /**
     * Where metrics go.
     *
     * @param registry the registry
     * @param origin where they come from
     * @param groups which of them go there
     */
    record Target(MeterRegistry registry, Origin origin, Set<MetricGroup> groups) {}

    /** Called by Kafka. */
    public MicrometerReporter() {}

    @Override
    public void configure(Map<String, ?> configs) {
        // Absent where a client's configuration lost it: then there is nowhere to report to.
        target = configs.get(TARGET) instanceof Target given ? given : null;
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        Target to = target;
        MetricName name = metric.metricName();
        if (to == null
                || !MeterShape.hasMeter(name)
                || !to.groups().contains(MeterShape.group(name))
                || !(metric.metricValue() instanceof Number)) {
            return;
        }
        Meter added = meter(metric, to);
        Meter replaced = meters.put(name, added);
        if (replaced != null && !replaced.getId().equals(added.getId())) {
            to.registry().remove(replaced);
        }
    }

    private static Meter meter(KafkaMetric metric, Target to) {
        MetricName name = metric.metricName();
        if (MeterShape.isCounter(name)) {
            return FunctionCounter.builder(MeterShape.name(name), metric, MicrometerReporter::value)
                    .tags(MeterShape.tags(name, to.origin()))
                    .description(name.description())
                    .register(to.registry());
        }
        return Gauge.builder(MeterShape.name(name), metric, MicrometerReporter::value)
                .tags(MeterShape.tags(name, to.origin()))
                .description(name.description())
                .register(to.registry());
    }

    private static double value(KafkaMetric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        Meter removed = meters.remove(metric.metricName());
        if (removed != null && target != null) {
            target.registry().remove(removed);
        }
    }

    @Override
    public void close() {
        Target to = target;
        if (to != null) {
            meters.values().forEach(to.registry()::remove);
        }
        meters.clear();
    }
}
