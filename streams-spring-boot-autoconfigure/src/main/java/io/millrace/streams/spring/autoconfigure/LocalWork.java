package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyDescription;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.spring.ManagedTopology;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How much of a topology is at work on this instance, from memory.
 *
 * @param configuredThreads how many threads it should have
 * @param aliveThreads how many it has
 * @param activeTasks how many tasks they have
 * @param standbyTasks how many standby tasks they have
 */
public record LocalWork(int configuredThreads, int aliveThreads, int activeTasks, int standbyTasks) {

    /**
     * How much the active tasks have to restore still.
     *
     * @param tasks by how many active tasks
     * @param remainingRecords how many records, or fewer
     * @param restoredRecords how many were restored by the same restores
     */
    public record Restoring(int tasks, long remainingRecords, long restoredRecords) {

        /** Finds it among all metrics of a topology, of which there may be thousands. */
        public static Restoring of(ManagedTopology topology) {
            Set<TaskId> active = activeTaskIds(threads(topology));
            Set<TaskId> tasks = new HashSet<>();
            long remaining = 0;
            long restored = 0;
            for (LocalRestore restore : LocalRestore.of(metrics(topology))) {
                if (active.contains(restore.task())) {
                    tasks.add(restore.task());
                    remaining += restore.remainingRecords();
                    restored += restore.restoredRecords();
                }
            }
            return new Restoring(tasks.size(), remaining, restored);
        }
    }

    /** Counts the work of a topology. */
    public static LocalWork of(ManagedTopology topology) {
        List<ThreadMetadata> threads = threads(topology);
        int standbys = 0;
        for (ThreadMetadata thread : threads) {
            standbys += thread.standbyTasks().size();
        }
        return new LocalWork(
                configuredThreads(topology),
                threads.size(),
                activeTaskIds(threads).size(),
                standbys);
    }

    private static Set<TaskId> activeTaskIds(List<ThreadMetadata> threads) {
        Set<TaskId> active = new HashSet<>();
        for (ThreadMetadata thread : threads) {
            thread.activeTasks().forEach(task -> active.add(task.taskId()));
        }
        return active;
    }

    private static int configuredThreads(ManagedTopology topology) {
        Object configured = topology.config().getOrDefault(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return Integer.parseInt(configured.toString());
    }

    /** The live threads of a topology, by name; none while it is not started. */
    public static List<ThreadMetadata> threads(ManagedTopology topology) {
        if (topology.status().state().hasNotStarted()) {
            return List.of();
        }
        return topology.client().metadataForLocalThreads().stream()
                .filter(thread -> !thread.threadState().equals("DEAD"))
                .sorted((one, other) -> one.threadName().compareTo(other.threadName()))
                .toList();
    }

    /** The metrics of a topology; none while it is not started. */
    public static Map<MetricName, ? extends Metric> metrics(ManagedTopology topology) {
        return topology.status().state().hasNotStarted()
                ? Map.of()
                : topology.client().metrics();
    }

    /** How many directories of a topology's state were set aside since it was started, because they were damaged or another's. */
    public static long setAsideState(ManagedTopology topology) {
        return number(topology, "state-set-aside-total");
    }

    /** For how long the stream thread of a topology that has waited longest has heard nothing from the brokers. */
    public static Duration brokerSilence(ManagedTopology topology) {
        return Duration.ofMillis(number(topology, "broker-silence-ms"));
    }

    private static long number(ManagedTopology topology, String metricName) {
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics(topology).entrySet()) {
            if (metric.getKey().name().equals(metricName) && metric.getValue().metricValue() instanceof Long number) {
                return number;
            }
        }
        return 0;
    }

    /** The partitions that active tasks of a client have. */
    public static SortedSet<Integer> activePartitions(KafkaStreams client) {
        SortedSet<Integer> partitions = new TreeSet<>();
        for (ThreadMetadata thread : client.metadataForLocalThreads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                partitions.add(task.taskId().partition());
            }
        }
        return partitions;
    }

    /** The partitions that tasks of a client have, active or standby. */
    public static SortedSet<Integer> partitions(KafkaStreams client) {
        SortedSet<Integer> partitions = activePartitions(client);
        for (ThreadMetadata thread : client.metadataForLocalThreads()) {
            thread.standbyTasks().forEach(task -> partitions.add(task.taskId().partition()));
        }
        return partitions;
    }

    /** Names of all stores of a topology. */
    public static Set<String> storesOf(Topology topology) {
        Set<String> stores = new TreeSet<>();
        TopologyDescription description = topology.describe();
        for (TopologyDescription.Subtopology subtopology : description.subtopologies()) {
            for (TopologyDescription.Node node : subtopology.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    stores.addAll(processor.stores());
                }
            }
        }
        description
                .globalStores()
                .forEach(global -> stores.addAll(global.processor().stores()));
        return stores;
    }
}
