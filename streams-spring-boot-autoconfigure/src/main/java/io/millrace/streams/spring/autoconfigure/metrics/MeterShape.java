package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.millrace.streams.spring.autoconfigure.MetricsProperties.MetricGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Name and tags of the meter for a Kafka metric, as Micrometer's own Kafka binder names them: {@code kafka.}, the group without
 * {@code -metrics}, and the name, with dots for hyphens. All meters of a group have the same tag keys, with {@code none} where a
 * metric lacks one, because registries such as Prometheus refuse meters of one name with different keys.
 */
final class MeterShape {

    private static final String NONE = "none";

    /** Groups that say nothing over time. */
    private static final Set<String> LEFT_OUT = Set.of("app-info", "kafka-metrics-count");

    private static final Map<String, List<String>> TAG_KEYS = Map.ofEntries(
            Map.entry("stream-metrics", List.of("client-id")),
            Map.entry("stream-connection-metrics", List.of("client-id")),
            Map.entry("stream-state-directory-metrics", List.of("client-id")),
            Map.entry("stream-memory-metrics", List.of("client-id", "thread-id")),
            Map.entry("stream-thread-metrics", List.of("thread-id")),
            Map.entry("stream-state-updater-metrics", List.of("thread-id")),
            Map.entry("stream-restore-metrics", List.of("thread-id", "task-id", "store-id")),
            Map.entry("stream-task-metrics", List.of("thread-id", "task-id")),
            Map.entry("stream-processor-node-metrics", List.of("thread-id", "task-id", "processor-node-id")),
            Map.entry("stream-topic-metrics", List.of("thread-id", "task-id", "processor-node-id", "topic")),
            Map.entry("stream-record-cache-metrics", List.of("thread-id", "task-id", "record-cache-id")),
            Map.entry(
                    "stream-state-metrics",
                    List.of(
                            "thread-id",
                            "task-id",
                            "in-memory-state-id",
                            "in-memory-window-state-id",
                            "in-memory-session-state-id",
                            "in-memory-lru-state-id",
                            "in-memory-suppression-state-id",
                            "rocksdb-state-id",
                            "rocksdb-window-state-id",
                            "rocksdb-session-state-id")),
            Map.entry("consumer-metrics", List.of("client-id")),
            Map.entry("consumer-coordinator-metrics", List.of("client-id")),
            Map.entry("consumer-fetch-manager-metrics", List.of("client-id", "topic", "partition")),
            Map.entry("consumer-node-metrics", List.of("client-id", "node-id")),
            Map.entry("producer-metrics", List.of("client-id")),
            Map.entry("producer-topic-metrics", List.of("client-id", "topic")),
            Map.entry("producer-node-metrics", List.of("client-id", "node-id")),
            Map.entry("admin-client-metrics", List.of("client-id")),
            Map.entry("admin-client-node-metrics", List.of("client-id", "node-id")));

    private MeterShape() {}

    /** The tag keys of a group; null for a group that has no meters. */
    private static @Nullable List<String> tagKeys(MetricName metric) {
        return LEFT_OUT.contains(metric.group()) ? null : TAG_KEYS.get(metric.group());
    }

    static boolean hasMeter(MetricName metric) {
        return tagKeys(metric) != null;
    }

    /** What a metric is of. */
    static MetricGroup group(MetricName metric) {
        return switch (metric.group()) {
            case "stream-metrics",
                    "stream-connection-metrics",
                    "stream-state-directory-metrics",
                    "stream-memory-metrics" -> MetricGroup.CLIENT;
            case "stream-thread-metrics", "stream-state-updater-metrics" -> MetricGroup.THREAD;
            case "stream-task-metrics" -> MetricGroup.TASK;
            case "stream-processor-node-metrics" -> MetricGroup.NODE;
            case "stream-topic-metrics" -> MetricGroup.TOPIC;
            case "stream-record-cache-metrics" -> MetricGroup.CACHE;
            case "stream-state-metrics", "stream-restore-metrics" -> MetricGroup.STATE;
            default -> ofKafkaClient(metric.group());
        };
    }

    private static MetricGroup ofKafkaClient(String group) {
        return group.startsWith("producer")
                ? MetricGroup.PRODUCER
                : group.startsWith("consumer") ? MetricGroup.CONSUMER : MetricGroup.ADMIN;
    }

    static String name(MetricName metric) {
        String group = metric.group().replace("-metrics", "");
        return "kafka." + group.replace('-', '.') + "." + metric.name().replace('-', '.');
    }

    static boolean isCounter(MetricName metric) {
        return metric.name().endsWith("total");
    }

    static Tags tags(MetricName metric, Origin origin) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("topology", origin.topology()));
        tags.add(Tag.of("application.id", origin.applicationId()));
        List<String> keys = tagKeys(metric);
        for (String key : keys == null ? List.<String>of() : keys) {
            String value = metric.tags().get(key);
            tags.add(Tag.of(key.replace('-', '.'), value == null || value.isEmpty() ? NONE : value));
        }
        return Tags.of(tags);
    }

    /**
     * Where a metric comes from.
     *
     * @param topology name of the topology
     * @param applicationId its application id
     */
    record Origin(String topology, String applicationId) {}
}
