package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyDescription;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parts of a topology, as maps and lists that are written as JSON. */
final class TopologySections {

    private TopologySections() {}

    static Map<String, Object> topology(Topology topology) {
        List<Object> subtopologies = new ArrayList<>();
        for (TopologyDescription.Subtopology subtopology : topology.describe().subtopologies()) {
            List<Object> nodes = new ArrayList<>();
            subtopology.nodes().forEach(node -> nodes.add(node(node)));
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", subtopology.id());
            shown.put("nodes", nodes);
            subtopologies.add(shown);
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subtopologies", subtopologies);
        return shown;
    }

    private static Map<String, Object> node(TopologyDescription.Node node) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", node.name());
        if (node instanceof TopologyDescription.Source source) {
            shown.put("type", "source");
            if (source.topicSet() != null) {
                shown.put("topics", new TreeSet<>(source.topicSet()));
            }
            if (source.topicPattern() != null) {
                shown.put("pattern", source.topicPattern().pattern());
            }
        } else if (node instanceof TopologyDescription.Sink sink) {
            shown.put("type", "sink");
            // Null where each record names its topic.
            shown.put("topic", sink.topic());
        } else if (node instanceof TopologyDescription.Processor processor) {
            shown.put("type", "processor");
            shown.put("stores", new TreeSet<>(processor.stores()));
        }
        shown.put("successors", names(node.successors()));
        return shown;
    }

    private static Set<String> names(Set<TopologyDescription.Node> nodes) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(node -> names.add(node.name()));
        return names;
    }

    static Map<String, Object> threads(ManagedTopology topology) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (ThreadMetadata thread : LocalWork.threads(topology)) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("state", thread.threadState());
            details.put("tasks", ids(thread.activeTasks()));
            details.put("standbyTasks", ids(thread.standbyTasks()));
            shown.put(thread.threadName(), details);
        }
        return shown;
    }

    private static List<String> ids(Set<TaskMetadata> tasks) {
        return tasks.stream().map(task -> task.taskId().toString()).sorted().toList();
    }

    static Map<String, Object> stores(ManagedTopology topology, Instant now) {
        Map<String, Object> shown = new TreeMap<>();
        Map<String, Map<Integer, Map<String, Object>>> restores = StoreRestores.of(LocalWork.metrics(topology), now);
        for (TopologyDescription.Subtopology subtopology :
                topology.topology().describe().subtopologies()) {
            for (TopologyDescription.Node node : subtopology.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    for (String store : processor.stores()) {
                        Map<String, Object> details = store(topology, subtopology.id());
                        if (restores.containsKey(store)) {
                            details.put("restoring", restores.get(store));
                        }
                        shown.put(store, details);
                    }
                }
            }
        }
        for (TopologyDescription.GlobalStore global :
                topology.topology().describe().globalStores()) {
            for (String store : global.processor().stores()) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("global", true);
                if (restores.containsKey(store)) {
                    details.put("restoring", restores.get(store));
                }
                shown.put(store, details);
            }
        }
        return shown;
    }

    static Map<String, Object> restores(ManagedTopology topology, Instant now) {
        return new TreeMap<>(StoreRestores.of(LocalWork.metrics(topology), now));
    }

    private static Map<String, Object> store(ManagedTopology topology, int subtopology) {
        Set<Integer> partitions = new TreeSet<>();
        Set<Integer> standbys = new TreeSet<>();
        for (ThreadMetadata thread : LocalWork.threads(topology)) {
            collect(thread.activeTasks(), subtopology, partitions);
            collect(thread.standbyTasks(), subtopology, standbys);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("subtopology", subtopology);
        details.put("partitions", partitions);
        details.put("standbyPartitions", standbys);
        return details;
    }

    private static void collect(Set<TaskMetadata> tasks, int subtopology, Set<Integer> partitions) {
        for (TaskMetadata task : tasks) {
            if (task.taskId().subtopology() == subtopology) {
                partitions.add(task.taskId().partition());
            }
        }
    }
}
