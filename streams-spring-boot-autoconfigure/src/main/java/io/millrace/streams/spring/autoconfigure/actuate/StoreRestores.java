package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.autoconfigure.LocalRestore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The restores of stores, as maps that are written as JSON. */
final class StoreRestores {

    private StoreRestores() {}

    /** Those that are under way: by store, and by partition. */
    static Map<String, Map<Integer, Map<String, Object>>> of(Map<MetricName, ? extends Metric> metrics, Instant now) {
        Map<String, Map<Integer, Map<String, Object>>> restores = new TreeMap<>();
        for (LocalRestore restore : LocalRestore.of(metrics)) {
            restores.computeIfAbsent(restore.store(), key -> new TreeMap<>())
                    .put(restore.task().partition(), shown(restore, now));
        }
        return restores;
    }

    private static Map<String, Object> shown(LocalRestore restore, Instant now) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("task", restore.task().toString());
        shown.put("remainingRecords", restore.remainingRecords());
        shown.put("restoredRecords", restore.restoredRecords());
        shown.put("restoredBytes", restore.restoredBytes());
        Duration remaining = restore.remainingTime();
        if (remaining != null) {
            shown.put("remainingTime", remaining.toString());
            shown.put("expectedEnd", now.plus(remaining).toString());
        }
        return shown;
    }
}
