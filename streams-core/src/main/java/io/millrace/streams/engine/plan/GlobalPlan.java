package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.StoreNode;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The global stores of an application: each instance keeps them whole, read from all partitions of their topics.
 *
 * @param nodes a source and a processor for each store
 * @param stores the stores; the changelog of each is the topic it is read from
 */
public record GlobalPlan(List<NodeSpec> nodes, List<StorePlan> stores) {

    /** The id of the one task that fills the global stores of an instance. */
    public static final TaskId TASK = new TaskId(-1, -1);

    /** The plan of an application without global stores. */
    public static final GlobalPlan NONE = new GlobalPlan(List.of(), List.of());

    public GlobalPlan {
        nodes = List.copyOf(nodes);
        stores = List.copyOf(stores);
    }

    static GlobalPlan of(List<NodeSpec> nodes, Map<String, StoreNode> globals) {
        List<StorePlan> stores = new ArrayList<>();
        for (StoreNode global : globals.values()) {
            stores.add(new StorePlan(global.builder(), Objects.requireNonNull(global.sourceTopic()), true));
        }
        return new GlobalPlan(nodes, stores);
    }

    /** Whether there is no global store. */
    public boolean isEmpty() {
        return stores.isEmpty();
    }

    /** The name of the store that is read from each topic, by topic. */
    public Map<String, String> storesByTopic() {
        Map<String, String> byTopic = new LinkedHashMap<>();
        stores.forEach(store -> byTopic.put(Objects.requireNonNull(store.changelogTopic()), store.name()));
        return Collections.unmodifiableMap(byTopic);
    }

    /** The nodes and stores as a sub-topology, which is linked like that of a task. */
    public SubtopologyPlan asSubtopology() {
        return new SubtopologyPlan(TASK.subtopology(), nodes, storesByTopic().keySet(), stores, Set.of());
    }
}
