package io.millrace.streams.engine.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one thing (a client, a thread, a task), which live as long as it does. Made and closed by the thing's owner. A task
 * may come before the one in whose place it is was closed: what both measure is counted on, and goes with the last of them.
 */
public final class MetricScope implements AutoCloseable {

    private final Metrics metrics;
    private final Map<String, Integer> sensorUsers;
    private final Map<String, String> tags;
    private final List<Sensor> sensors = new ArrayList<>();
    private final List<KafkaMetric> gauges = new ArrayList<>();

    /**
     * @param sensorUsers how many scopes use each sensor, by its name; shared by all scopes
     */
    MetricScope(Metrics metrics, Map<String, Integer> sensorUsers, Map<String, String> tags) {
        this.metrics = metrics;
        this.sensorUsers = sensorUsers;
        this.tags = Map.copyOf(tags);
    }

    /** A counter with a rate and a total. */
    public Meter meter(MetricCatalog entry) {
        Sensor sensor = sensor(entry);
        sensor.add(
                metrics.metricName(
                        entry.stem() + "-rate",
                        entry.group(),
                        "The number of " + entry.description() + " a second",
                        tags),
                new Rate());
        sensor.add(
                metrics.metricName(
                        entry.stem() + "-total", entry.group(), "The number of " + entry.description(), tags),
                new CumulativeSum());
        return new Meter(sensor);
    }

    /** A part of the time: to be marked with the milliseconds spent. */
    public Meter share(MetricCatalog entry) {
        Sensor sensor = sensor(entry);
        sensor.add(
                metrics.metricName(entry.stem(), entry.group(), entry.description(), tags),
                new Rate(TimeUnit.MILLISECONDS));
        return new Meter(sensor);
    }

    /** A time with an average and a maximum. */
    Sensor duration(MetricCatalog entry) {
        Sensor sensor = sensor(entry);
        sensor.add(
                metrics.metricName(entry.stem() + "-avg", entry.group(), "The average " + entry.description(), tags),
                new Avg());
        sensor.add(
                metrics.metricName(entry.stem() + "-max", entry.group(), "The most " + entry.description(), tags),
                new Max());
        return sensor;
    }

    private Sensor sensor(MetricCatalog entry) {
        String name = entry.group() + "." + entry.stem() + "." + tags;
        sensorUsers.merge(name, 1, Integer::sum);
        Sensor sensor = metrics.sensor(name, entry.level());
        sensors.add(sensor);
        return sensor;
    }

    /** A value read when the metric is read; the supplier must be safe to call from any thread. */
    public <T> void gauge(MetricCatalog entry, Supplier<T> value) {
        MetricName name = metrics.metricName(entry.stem(), entry.group(), entry.description(), tags);
        add(name, entry.level(), value);
    }

    /** The same for a metric whose name comes from elsewhere, such as a database; recorded at level INFO. */
    public <T> void gauge(String group, String name, String description, Supplier<T> value) {
        add(metrics.metricName(name, group, description, tags), RecordingLevel.INFO, value);
    }

    private <T> void add(MetricName name, RecordingLevel level, Supplier<T> value) {
        Gauge<T> gauge = (config, nowMs) -> value.get();
        metrics.removeMetric(name);
        metrics.addMetric(name, new MetricConfig().recordLevel(level), gauge);
        gauges.add(metrics.metric(name));
    }

    @Override
    public void close() {
        for (Sensor sensor : sensors) {
            if (sensorUsers.merge(sensor.name(), -1, MetricScope::sumUnlessNone) == null) {
                metrics.removeSensor(sensor.name());
            }
        }
        for (KafkaMetric gauge : gauges) {
            if (metrics.metric(gauge.metricName()) == gauge) {
                metrics.removeMetric(gauge.metricName());
            }
        }
        sensors.clear();
        gauges.clear();
    }

    private static @Nullable Integer sumUnlessNone(Integer users, Integer change) {
        int sum = users + change;
        return sum == 0 ? null : sum;
    }
}
