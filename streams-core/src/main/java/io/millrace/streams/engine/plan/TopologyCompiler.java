package io.millrace.streams.engine.plan;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.engine.topology.NodeGroups;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.ProcessorSpec;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreNode;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a description into a plan: connected parts become sub-topologies, internal topics get their full names, stores the
 * order in which they are drained. Names and numbers are those Kafka Streams gives, so that an application can move over with
 * its topics.
 */
public final class TopologyCompiler {

    private final TopologyBlueprint definition;
    private final String applicationId;

    private TopologyCompiler(TopologyBlueprint definition, String applicationId) {
        this.definition = definition;
        this.applicationId = applicationId;
    }

    /** Compiles a description for an application. A description without a source gives a plan without sub-topologies. */
    public static ExecutionPlan compile(TopologyBlueprint definition, String applicationId) {
        return new TopologyCompiler(definition, applicationId).compile();
    }

    private ExecutionPlan compile() {
        List<SubtopologyPlan> subtopologies = new ArrayList<>();
        List<NodeSpec> globalNodes = new ArrayList<>();
        int id = 0;
        for (List<NodeSpec> group : NodeGroups.of(definition)) {
            if (definition.isGlobal(group)) {
                globalNodes.addAll(group);
            } else {
                subtopologies.add(subtopology(id, group));
            }
            id++;
        }
        Map<String, @Nullable Integer> repartitions = new LinkedHashMap<>();
        definition.repartitions().values().forEach(spec -> repartitions.put(fullName(spec.name()), spec.partitions()));
        List<Set<String>> copartitioned =
                definition.copartitioned().stream().map(this::fullNames).toList();
        return new ExecutionPlan(
                applicationId,
                subtopologies,
                GlobalPlan.of(globalNodes, definition.globals()),
                repartitions,
                copartitioned);
    }

    private SubtopologyPlan subtopology(int id, List<NodeSpec> group) {
        Set<String> sourceTopics = new LinkedHashSet<>();
        Set<String> repartitionSinks = new LinkedHashSet<>();
        // Nodes are in topological order, and what writes a store comes before what only reads it: so this is the drain
        // order.
        Set<String> stores = new LinkedHashSet<>();
        List<NodeSpec> nodes = new ArrayList<>();
        for (NodeSpec spec : group) {
            NodeSpec node = withFullNames(spec);
            nodes.add(node);
            if (node instanceof SourceSpec source) {
                sourceTopics.addAll(source.topics());
            } else if (node instanceof ProcessorSpec processor) {
                stores.addAll(processor.stores());
            } else if (spec instanceof SinkSpec sink && sink.topic() != null && isRepartition(sink.topic())) {
                repartitionSinks.add(fullName(sink.topic()));
            }
        }
        List<StorePlan> storePlans = stores.stream().map(this::store).toList();
        return new SubtopologyPlan(id, nodes, sourceTopics, storePlans, repartitionSinks);
    }

    private StorePlan store(String name) {
        StoreNode store = definition.stores().get(name);
        if (store == null) {
            throw new IllegalStateException("A processor uses store '" + name + "', which is not in the topology.");
        }
        String sourceTopic = store.sourceTopic();
        if (sourceTopic != null) {
            return new StorePlan(store.builder(), fullName(sourceTopic), true);
        }
        String changelog = store.builder().loggingEnabled() ? applicationId + "-" + name + "-changelog" : null;
        return new StorePlan(store.builder(), changelog, false);
    }

    private NodeSpec withFullNames(NodeSpec node) {
        if (node instanceof SourceSpec source && source.topics().stream().anyMatch(this::isRepartition)) {
            // What was sent to a repartition topic is part of the application's progress, so none of it may be skipped.
            return source.withTopics(List.copyOf(fullNames(source.topics())))
                    .withOffsetReset(AutoOffsetReset.earliest());
        }
        if (node instanceof SinkSpec sink && sink.topic() != null && isRepartition(sink.topic())) {
            return sink.withTopic(fullName(sink.topic()));
        }
        return node;
    }

    private Set<String> fullNames(Iterable<String> topics) {
        Set<String> names = new LinkedHashSet<>();
        topics.forEach(topic -> names.add(fullName(topic)));
        return names;
    }

    private String fullName(String topic) {
        return isRepartition(topic) ? applicationId + "-" + topic : topic;
    }

    private boolean isRepartition(String topic) {
        return definition.repartitions().containsKey(topic);
    }
}
