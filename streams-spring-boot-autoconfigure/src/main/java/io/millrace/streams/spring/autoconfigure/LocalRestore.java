package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * How far the restore of a store's partition is, as the metrics of a client tell it.
 *
 * @param store name of the store
 * @param task the task whose store it is
 * @param remainingRecords how many records are to be restored still, or fewer
 * @param restoredRecords how many were restored
 * @param restoredBytes how large they were
 * @param remainingTime about how long it will take still, null if that is not known
 */
public record LocalRestore(
        String store,
        TaskId task,
        long remainingRecords,
        long restoredRecords,
        long restoredBytes,
        @Nullable Duration remainingTime) {

    private static final String GROUP = "stream-restore-metrics";

    private record Place(String store, String task) {}

    /** Those that are under way, in no order. */
    public static List<LocalRestore> of(Map<MetricName, ? extends Metric> metrics) {
        Map<Place, Map<String, Long>> numbers = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> {
            String store = name.tags().get("store-id");
            String task = name.tags().get("task-id");
            if (name.group().equals(GROUP)
                    && store != null
                    && task != null
                    && metric.metricValue() instanceof Long number) {
                numbers.computeIfAbsent(new Place(store, task), key -> new LinkedHashMap<>())
                        .put(name.name(), number);
            }
        });
        List<LocalRestore> restores = new ArrayList<>();
        numbers.forEach((place, values) -> restores.add(of(place, values)));
        return restores;
    }

    private static LocalRestore of(Place place, Map<String, Long> values) {
        long remainingMs = values.getOrDefault("remaining-ms", -1L);
        return new LocalRestore(
                place.store(),
                TaskId.parse(place.task()),
                values.getOrDefault("remaining-records", 0L),
                values.getOrDefault("restored-records", 0L),
                values.getOrDefault("restored-bytes", 0L),
                remainingMs < 0 ? null : Duration.ofMillis(remainingMs));
    }
}
