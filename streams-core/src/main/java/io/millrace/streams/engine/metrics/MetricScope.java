package io.millrace.streams.engine.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import org.apache.kafka.common.metrics.stats.WindowedCount;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one thing (a client, a thread, a task), which live as long as it does. Made and closed by the thing's owner. A task
 * may come before the one in whose place it is was closed: what both measure is counted on, and goes with the last of them.
 */
public final class MetricScope implements AutoCloseable {

    private final Metrics metrics;
    private final Sharing sharing;
    private final Map<String, String> tags;
    private final List<Sensor> sensors = new ArrayList<>();
    private final List<KafkaMetric> gauges = new ArrayList<>();

    /**
     * What all scopes share, by the names of sensors.
     *
     * @param users how many scopes use each
     * @param turns whose values the stats of each read
     */
    record Sharing(Map<String, Integer> users, Map<String, Spread.Turn> turns) {

        Sharing() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    MetricScope(Metrics metrics, Sharing sharing, Map<String, String> tags) {
        this.metrics = metrics;
        this.sharing = sharing;
        this.tags = Map.copyOf(tags);
    }

    /** A counter with a rate and a total. */
    public Meter meter(CatalogEntry entry) {
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
    public Meter share(CatalogEntry entry) {
        Sensor sensor = sensor(entry);
        sensor.add(
                metrics.metricName(entry.stem(), entry.group(), entry.description(), tags),
                new Rate(TimeUnit.MILLISECONDS));
        return new Meter(sensor);
    }

    /** A total alone, whose name is the stem. */
    public Meter total(CatalogEntry entry) {
        Sensor sensor = sensor(entry);
        sensor.add(
                metrics.metricName(entry.stem(), entry.group(), "The number of " + entry.description(), tags),
                new CumulativeSum());
        return new Meter(sensor);
    }

    /** An average and a maximum. */
    public Spread spread(CatalogEntry entry) {
        return spread(entry, Set.of(Spread.Kind.AVERAGE, Spread.Kind.MAXIMUM));
    }

    /** An average, a minimum and a maximum. */
    public Spread wholeSpread(CatalogEntry entry) {
        return spread(entry, Set.of(Spread.Kind.values()));
    }

    private Spread spread(CatalogEntry entry, Set<Spread.Kind> shown) {
        Sensor made = sensor(entry);
        Spread.Turn turn = sharing.turns().computeIfAbsent(made.name(), name -> new Spread.Turn());
        return Spread.over(made, turn, shown, (sensor, kind, stat) -> sensor.add(name(entry, kind), stat));
    }

    private MetricName name(CatalogEntry entry, Spread.Kind kind) {
        return metrics.metricName(
                entry.stem() + kind.suffix(), entry.group(), kind.words() + " " + entry.description(), tags);
    }

    /** A time with an average and a maximum, for any thread to record. */
    Sensor duration(CatalogEntry entry) {
        Sensor sensor = sensor(entry);
        sensor.add(name(entry, Spread.Kind.AVERAGE), new Avg());
        sensor.add(name(entry, Spread.Kind.MAXIMUM), new Max());
        return sensor;
    }

    /** How often an operation is done and how long it takes, for any thread to record with the nanoseconds it took. */
    Sensor timing(StoreCatalog entry) {
        Sensor sensor = sensor(entry);
        String latency = entry.stem() + "-latency";
        sensor.add(
                metrics.metricName(
                        latency + "-avg",
                        entry.group(),
                        "The average time, in nanoseconds, of " + entry.description(),
                        tags),
                new Avg());
        sensor.add(
                metrics.metricName(
                        latency + "-max",
                        entry.group(),
                        "The longest time, in nanoseconds, of " + entry.description(),
                        tags),
                new Max());
        sensor.add(
                metrics.metricName(
                        entry.stem() + "-rate", entry.group(), "The number, a second, of " + entry.description(), tags),
                new Rate(new WindowedCount()));
        return sensor;
    }

    private Sensor sensor(CatalogEntry entry) {
        String name = entry.group() + "." + entry.stem() + "." + tags;
        sharing.users().merge(name, 1, Integer::sum);
        Sensor sensor = metrics.sensor(name, entry.level());
        sensors.add(sensor);
        return sensor;
    }

    /** A value read when the metric is read; the supplier must be safe to call from any thread. */
    public <T> void gauge(CatalogEntry entry, Supplier<T> value) {
        MetricName name = metrics.metricName(entry.stem(), entry.group(), entry.description(), tags);
        add(name, entry.level(), value);
    }

    /** The same for a metric whose name comes from elsewhere, such as a database; recorded at level INFO. */
    public <T> void gauge(String group, String name, String description, Supplier<T> value) {
        add(metrics.metricName(name, group, description, tags), RecordingLevel.INFO, value);
    }

    /** The same for what costs something to measure; recorded at level DEBUG. */
    public <T> void costlyGauge(String group, String name, String description, Supplier<T> value) {
        add(metrics.metricName(name, group, description, tags), RecordingLevel.DEBUG, value);
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
            if (sharing.users().merge(sensor.name(), -1, MetricScope::sumUnlessNone) == null) {
                sharing.turns().remove(sensor.name());
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
