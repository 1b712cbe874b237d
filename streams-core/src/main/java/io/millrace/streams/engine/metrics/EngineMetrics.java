package io.millrace.streams.engine.metrics;

import io.millrace.streams.StreamsMetrics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.metrics.stats.WindowedCount;

/** The metrics of one client, over Kafka's registry, so that Kafka's reporters see them. Safe for use by any thread. */
public final class EngineMetrics implements StreamsMetrics, AutoCloseable {

    private final Metrics metrics;
    private final MetricScope.Sharing sharing = new MetricScope.Sharing();

    /** Takes over the registry: {@link #close()} closes it. */
    public EngineMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Whether metrics of a level are recorded. */
    public boolean records(RecordingLevel level) {
        return level.shouldRecord(metrics.config().recordLevel().id);
    }

    /** The level up to which metrics are recorded: 0 for INFO, 1 for DEBUG, 2 for TRACE. */
    public int recordingLevel() {
        return metrics.config().recordLevel().id;
    }

    /** Metrics with these tags. */
    public MetricScope scope(Map<String, String> tags) {
        return new MetricScope(metrics, sharing, tags);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Collections.unmodifiableMap(metrics.metrics());
    }

    @Override
    public Sensor addLatencyRateTotalSensor(
            String scopeName, String entityName, String operationName, RecordingLevel recordingLevel, String... tags) {
        Sensor sensor = rateTotal(scopeName, entityName, operationName, recordingLevel, tags);
        Map<String, String> allTags = tagsOf(scopeName, entityName, tags);
        String group = groupOf(scopeName);
        sensor.add(
                metrics.metricName(
                        operationName + "-latency-avg",
                        group,
                        "The average latency of " + operationName + " in nanoseconds",
                        allTags),
                new Avg());
        sensor.add(
                metrics.metricName(
                        operationName + "-latency-max",
                        group,
                        "The highest latency of " + operationName + " in nanoseconds",
                        allTags),
                new Max());
        return sensor;
    }

    @Override
    public Sensor addRateTotalSensor(
            String scopeName, String entityName, String operationName, RecordingLevel recordingLevel, String... tags) {
        return rateTotal(scopeName, entityName, operationName, recordingLevel, tags);
    }

    private Sensor rateTotal(
            String scopeName, String entityName, String operationName, RecordingLevel level, String... tags) {
        Sensor sensor = metrics.sensor("external." + scopeName + "." + entityName + "." + operationName, level);
        Map<String, String> allTags = tagsOf(scopeName, entityName, tags);
        String group = groupOf(scopeName);
        sensor.add(
                metrics.metricName(
                        operationName + "-rate", group, "The number of " + operationName + " a second", allTags),
                new Rate(new WindowedCount()));
        sensor.add(
                metrics.metricName(operationName + "-total", group, "The number of " + operationName, allTags),
                new CumulativeCount());
        return sensor;
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel) {
        return metrics.sensor("external." + name, recordingLevel);
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel, Sensor... parents) {
        return metrics.sensor("external." + name, recordingLevel, parents);
    }

    @Override
    public void removeSensor(Sensor sensor) {
        metrics.removeSensor(sensor.name());
    }

    @Override
    public void close() {
        metrics.close();
    }

    private static String groupOf(String scopeName) {
        return "stream-" + scopeName + "-metrics";
    }

    private static Map<String, String> tagsOf(String scopeName, String entityName, String... tags) {
        if (tags.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "Tags come in pairs of key and value, but " + tags.length + " strings were given");
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("thread-id", Thread.currentThread().getName());
        all.put(scopeName + "-id", entityName);
        for (int i = 0; i < tags.length; i += 2) {
            all.put(tags[i], tags[i + 1]);
        }
        return all;
    }
}
