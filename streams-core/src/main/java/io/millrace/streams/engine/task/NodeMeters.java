package io.millrace.streams.engine.task;

import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.metrics.TaskCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured at the nodes of a task: the age of records where they come in and where they end, and what is read and sent. Counted
 * record by record and shown batch by batch, with {@link #passOn}. Owned by the thread that owns the task.
 */
final class NodeMeters {

    private final TaskServices services;
    private final String task;
    private final List<MetricScope> scopes = new ArrayList<>();
    private final List<Spread> ages = new ArrayList<>();
    private final List<Traffic> traffic = new ArrayList<>();

    NodeMeters(TaskServices services, String task) {
        this.services = services;
        this.task = task;
    }

    /** Records and bytes that were read from a topic, or sent to one. */
    static final class Traffic {

        private final Meter recordsTotal;
        private final Meter bytesTotal;
        private final Meter processed;
        private long records;
        private long bytes;

        private Traffic(Meter recordsTotal, Meter bytesTotal, Meter processed) {
            this.recordsTotal = recordsTotal;
            this.bytesTotal = bytesTotal;
            this.processed = processed;
        }

        void add(long recordBytes) {
            records++;
            bytes += recordBytes;
        }

        private void passOn(long nowMs) {
            if (records > 0) {
                recordsTotal.mark(records, nowMs);
                bytesTotal.mark(bytes, nowMs);
                processed.mark(records, nowMs);
                records = 0;
                bytes = 0;
            }
        }
    }

    /** Metrics with tags besides those of the task. */
    MetricScope scope(Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.put("thread-id", services.threadName());
        all.put("task-id", task);
        MetricScope scope = services.metrics().scope(all);
        scopes.add(scope);
        return scope;
    }

    private MetricScope node(String node) {
        return scope(Map.of("processor-node-id", node));
    }

    private MetricScope topic(String node, String topic) {
        return scope(Map.of("processor-node-id", node, "topic", topic));
    }

    /** The ages of the records of a node. */
    Spread ages(String node) {
        Spread made = node(node).wholeSpread(TaskCatalog.RECORD_AGE);
        ages.add(made);
        return made;
    }

    /** What a source reads from its topics, by topic. */
    Map<String, Traffic> consumed(String node, Iterable<String> topics) {
        Meter processed = node(node).meter(TaskCatalog.NODE_PROCESS);
        Map<String, Traffic> byTopic = new HashMap<>();
        for (String name : topics) {
            MetricScope scope = topic(node, name);
            byTopic.put(
                    name,
                    counted(new Traffic(
                            scope.total(TaskCatalog.RECORDS_CONSUMED),
                            scope.total(TaskCatalog.BYTES_CONSUMED),
                            processed)));
        }
        return byTopic;
    }

    /** What a sink sends to a topic. */
    Traffic produced(String node, String topic) {
        MetricScope scope = topic(node, topic);
        return counted(new Traffic(
                scope.total(TaskCatalog.RECORDS_PRODUCED), scope.total(TaskCatalog.BYTES_PRODUCED), Meter.NONE));
    }

    private Traffic counted(Traffic made) {
        traffic.add(made);
        return made;
    }

    /** Shows what was counted. */
    void passOn(long nowMs) {
        for (Spread age : ages) {
            age.passOn(nowMs);
        }
        for (Traffic counted : traffic) {
            counted.passOn(nowMs);
        }
    }

    void close() {
        scopes.forEach(MetricScope::close);
        scopes.clear();
    }
}
