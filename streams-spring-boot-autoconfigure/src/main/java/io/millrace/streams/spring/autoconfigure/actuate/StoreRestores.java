package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How the restores of stores go on, as the metrics of a client tell it. */
final class StoreRestores {

    private static final String GROUP = "stream-restore-metrics";

    private StoreRestores() {}

    /** Those that are under way: by store, and by partition. */
    static Map<String, Map<Integer, Map<String, Object>>> of(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Map<Integer, Map<String, Object>>> restores = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            String store = name.tags().get("store-id");
            String task = name.tags().get("task-id");
            if (name.group().equals(GROUP) && store != null && task != null) {
                Map<String, Object> shown = restores.computeIfAbsent(store, key -> new TreeMap<>())
                        .computeIfAbsent(TaskId.parse(task).partition(), key -> new LinkedHashMap<>());
                show(name.name(), metric.metricValue(), shown);
            }
        });
        return restores;
    }

    private static void show(String name, Object value, Map<String, Object> shown) {
        switch (name) {
            case "remaining-records" -> shown.put("remainingRecords", value);
            case "restored-records" -> shown.put("restoredRecords", value);
            case "restored-bytes" -> shown.put("restoredBytes", value);
            case "remaining-ms" -> {
                if (value instanceof Long ms && ms >= 0) {
                    shown.put("remainingTime", Duration.ofMillis(ms).toString());
                }
            }
            default -> {
                // A metric of a later version.
            }
        }
    }
}
