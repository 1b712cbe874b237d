package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalRestore;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The tasks of a topology on this instance, and what each of them waits for. */
final class TaskSection {

    private final TopologyStatus status;
    private final Map<TaskId, List<LocalRestore>> restores = new HashMap<>();
    private final Map<String, Long> bufferedByTask = new HashMap<>();

    private TaskSection(ManagedTopology topology) {
        this.status = topology.status();
        Map<MetricName, ? extends Metric> metrics = LocalWork.metrics(topology);
        for (LocalRestore restore : LocalRestore.of(metrics)) {
            restores.merge(restore.task(), List.of(restore), TaskSection::joined);
        }
        metrics.forEach((name, metric) -> {
            if (name.name().equals("active-buffer-count") && metric.metricValue() instanceof Number buffered) {
                bufferedByTask.put(name.tags().getOrDefault("task-id", ""), buffered.longValue());
            }
        });
    }

    private static List<LocalRestore> joined(List<LocalRestore> one, List<LocalRestore> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** The tasks, as maps that are written as JSON. */
    static Map<String, Object> of(ManagedTopology topology) {
        TaskSection section = new TaskSection(topology);
        Map<String, Object> shown = new TreeMap<>();
        for (ThreadMetadata thread : LocalWork.threads(topology)) {
            for (TaskMetadata task : thread.activeTasks()) {
                shown.put(task.taskId().toString(), section.active(task, thread));
            }
            for (TaskMetadata task : thread.standbyTasks()) {
                shown.putIfAbsent(task.taskId().toString(), section.standby(task, thread));
            }
        }
        return shown;
    }

    private Map<String, Object> active(TaskMetadata task, ThreadMetadata thread) {
        Map<TopicPartition, Long> committed = task.committedOffsets();
        Map<TopicPartition, Long> fetched = task.endOffsets();
        Map<String, Object> partitions = new TreeMap<>();
        for (TopicPartition partition : task.topicPartitions()) {
            Map<String, Object> offsets = new LinkedHashMap<>();
            offsets.put("committed", committed.get(partition));
            offsets.put("fetched", next(committed.getOrDefault(partition, -1L), fetched.getOrDefault(partition, -1L)));
            partitions.put(partition.toString(), offsets);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("role", "active");
        details.put("thread", thread.threadName());
        details.put("buffered", bufferedByTask.getOrDefault(task.taskId().toString(), 0L));
        details.put("waitsFor", waitsFor(task, committed, fetched));
        details.put("partitions", partitions);
        return details;
    }

    /** The offset after the last record that is known to have been fetched; -1 if none is, and nothing is committed. */
    private static long next(long committed, long lastFetched) {
        return lastFetched < 0 ? committed : Math.max(committed, lastFetched + 1);
    }

    private Map<String, Object> standby(TaskMetadata task, ThreadMetadata thread) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("role", "standby");
        details.put("thread", thread.threadName());
        details.put("waitsFor", restoring(task.taskId()));
        return details;
    }

    /** What a task waits for; null if it is at work. */
    private @Nullable String waitsFor(
            TaskMetadata task, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> fetched) {
        String restoring = restoring(task.taskId());
        if (restoring != null) {
            return restoring;
        }
        if (status.paused()) {
            return "resume";
        }
        if (status.state() == State.REBALANCING) {
            return "the end of the rebalance";
        }
        if (bufferedByTask.getOrDefault(task.taskId().toString(), 0L) == 0) {
            return "records";
        }
        TreeSet<String> empty = new TreeSet<>();
        for (TopicPartition partition : task.topicPartitions()) {
            long next = fetched.getOrDefault(partition, -1L) + 1;
            if (next <= Math.max(0, committed.getOrDefault(partition, 0L))) {
                empty.add(partition.toString());
            }
        }
        // Records of other inputs are here and may have to wait for these, to be processed in the order of their times.
        return empty.isEmpty() ? null : "records of " + String.join(", ", empty);
    }

    private @Nullable String restoring(TaskId task) {
        List<LocalRestore> open = restores.getOrDefault(task, List.of());
        if (open.isEmpty()) {
            return null;
        }
        TreeSet<String> stores = new TreeSet<>();
        long remaining = 0;
        for (LocalRestore restore : open) {
            stores.add(restore.store());
            remaining += restore.remainingRecords();
        }
        return "restore of " + String.join(", ", stores) + ", " + remaining + " records left";
    }
}
