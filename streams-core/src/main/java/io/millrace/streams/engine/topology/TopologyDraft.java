package io.millrace.streams.engine.topology;

import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.ConnectedStoreProvider;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorWrapper;
import io.millrace.streams.state.StoreBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topology while it is being described: takes nodes, stores and topics, refuses what does not fit with what is there, and
 * freezes into a {@link TopologyBlueprint}. Not safe for use by several threads; the door in front of it synchronises.
 */
public final class TopologyDraft {

    private final @Nullable ProcessorWrapper wrapper;
    private final Map<String, NodeDraft> nodes = new LinkedHashMap<>();
    private final Map<String, StoreBuilder<?>> stores = new LinkedHashMap<>();
    private final Map<String, StoreNode> globals = new LinkedHashMap<>();
    private final Map<String, String> changelogSources = new LinkedHashMap<>();
    private final Map<String, RepartitionSpec> repartitions = new LinkedHashMap<>();
    private final List<Set<String>> copartitionedSources = new ArrayList<>();

    /** The spec as given, and the stores connected to it so far. */
    private record NodeDraft(NodeSpec spec, Set<String> stores) {}

    /** A draft whose processors are not wrapped. */
    public TopologyDraft() {
        this(null);
    }

    /** @param wrapper has every processor in its hands; null for none */
    public TopologyDraft(@Nullable ProcessorWrapper wrapper) {
        this.wrapper = wrapper;
    }

    /** Whether somebody has every processor in hands. */
    public boolean wrapsProcessors() {
        return wrapper != null;
    }

    /**
     * Adds a source node.
     *
     * @throws TopologyException if the name is taken, no topic is named, or a topic is read by another source already
     */
    public void addSource(SourceSpec source) {
        requireNewName(source.name());
        Pattern pattern = source.pattern();
        if (pattern != null) {
            requireNoTopicMatches(source.name(), pattern);
        } else {
            requireUnreadTopics(source);
        }
        nodes.put(source.name(), new NodeDraft(source, Set.of()));
    }

    /**
     * Adds a store that every instance keeps whole, with the nodes that fill it from their topic. Any processor may read it
     * without being connected.
     *
     * @throws TopologyException if a name is taken, or the topic is read by another source already
     * @throws IllegalArgumentException if the supplier returns no processor, or the same one twice
     */
    public void addGlobalStore(
            StoreBuilder<?> store, SourceSpec source, String processor, ProcessorSupplier<?, ?, ?, ?> supplier) {
        requireFreshProcessors(processor, supplier);
        requireNewName(processor);
        if (source.name().equals(processor)) {
            throw new TopologyException("The source and the processor of global store '" + store.name()
                    + "' are both named '" + processor + "'; give each a name of its own.");
        }
        requireNoStoreNamed(store.name());
        addSource(source);
        ProcessorSpec spec = new ProcessorSpec(processor, List.of(source.name()), supplier, null, Set.of(store.name()));
        nodes.put(processor, new NodeDraft(spec, Set.of(store.name())));
        globals.put(store.name(), new StoreNode(store, source.topics().get(0)));
    }

    private void requireNoStoreNamed(String name) {
        if (stores.containsKey(name) || globals.containsKey(name)) {
            throw new TopologyException("State store '" + name + "' is added twice; give one of the two another name.");
        }
    }

    /**
     * Adds a processor node and connects it to the stores its supplier brings along.
     *
     * @throws TopologyException if the name is taken, there is no parent, or a parent is unknown or a sink
     * @throws IllegalArgumentException if the supplier returns no processor, or the same one twice
     */
    public void addProcessor(String name, ProcessorSupplier<?, ?, ?, ?> supplier, List<String> parents) {
        requireFreshProcessors(name, supplier);
        ProcessorSupplier<?, ?, ?, ?> wrapped = wrapped(name, supplier);
        addProcessor(new ProcessorSpec(name, parents, wrapped, null, Set.of()), wrapped);
    }

    /** Adds a processor node that keeps the key of its records; otherwise as {@link #addProcessor}. */
    public void addFixedKeyProcessor(String name, FixedKeyProcessorSupplier<?, ?, ?> supplier, List<String> parents) {
        requireFreshProcessors(name, supplier);
        FixedKeyProcessorSupplier<?, ?, ?> wrapped =
                wrapper == null ? supplier : wrapper.wrapFixedKeyProcessorSupplier(name, supplier);
        addProcessor(new ProcessorSpec(name, parents, null, wrapped, Set.of()), wrapped);
    }

    private ProcessorSupplier<?, ?, ?, ?> wrapped(String name, ProcessorSupplier<?, ?, ?, ?> supplier) {
        return wrapper == null ? supplier : wrapper.wrapProcessorSupplier(name, supplier);
    }

    /** Adds a processor node that does nothing but fill a store with a topic, and so is not wrapped; otherwise as {@link #addProcessor}. */
    public void addStoreFiller(String name, ProcessorSupplier<?, ?, ?, ?> supplier, List<String> parents) {
        requireFreshProcessors(name, supplier);
        addProcessor(new ProcessorSpec(name, parents, supplier, null, Set.of()), supplier);
    }

    private void addProcessor(ProcessorSpec processor, ConnectedStoreProvider supplier) {
        requireNewName(processor.name());
        requireParents(processor);
        nodes.put(processor.name(), new NodeDraft(processor, new LinkedHashSet<>()));
        Set<StoreBuilder<?>> supplied = supplier.stores();
        if (supplied != null) {
            supplied.forEach(store -> addStateStore(store, List.of(processor.name())));
        }
    }

    /**
     * Adds a sink node.
     *
     * @throws TopologyException if the name is taken, there is no parent, or a parent is unknown or a sink
     */
    public void addSink(SinkSpec sink) {
        requireNewName(sink.name());
        requireParents(sink);
        nodes.put(sink.name(), new NodeDraft(sink, Set.of()));
    }

    /**
     * Adds a store and connects these processors to it. A store that operators emit from at drain must be connected first to
     * the one that writes it. Adding the same builder again only connects.
     *
     * @throws TopologyException if another builder has the name, or a processor is unknown
     */
    public void addStateStore(StoreBuilder<?> builder, List<String> processors) {
        if (globals.containsKey(builder.name())) {
            requireNoStoreNamed(builder.name());
        }
        StoreBuilder<?> known = stores.putIfAbsent(builder.name(), builder);
        if (known != null && known != builder) {
            throw new TopologyException("State store '" + builder.name()
                    + "' is added twice, by different builders; give one of the two another name, or add the same"
                    + " builder instance to share one store.");
        }
        processors.forEach(processor -> connect(processor, builder.name()));
    }

    /**
     * Lets a processor use these stores.
     *
     * @throws TopologyException if the processor or a store is unknown, or the node is no processor
     */
    public void connectProcessorAndStateStores(String processor, List<String> storeNames) {
        if (storeNames.isEmpty()) {
            throw new TopologyException(
                    "No state store is named to connect to processor '" + processor + "'; name at least one.");
        }
        for (String store : storeNames) {
            if (globals.containsKey(store)) {
                throw new TopologyException("State store '" + store + "' must not be connected to processor '"
                        + processor + "' because it is global, and every processor may read it; leave the name out.");
            }
            if (!stores.containsKey(store)) {
                throw new TopologyException("State store '" + store + "' cannot be connected to processor '" + processor
                        + "' because it is not added yet; call addStateStore first. Added: " + stores.keySet() + ".");
            }
            connect(processor, store);
        }
    }

    private void connect(String processor, String store) {
        NodeDraft node = nodes.get(processor);
        if (node == null) {
            throw new TopologyException("Processor '" + processor + "' cannot be connected to state store '" + store
                    + "' because it is not added yet; add the processor first.");
        }
        if (!(node.spec() instanceof ProcessorSpec)) {
            throw new TopologyException("Node '" + processor + "' cannot be connected to state store '" + store
                    + "' because it is a " + kindOf(node.spec()) + "; only processors use stores.");
        }
        node.stores().add(store);
    }

    /** Makes a source topic the changelog of a store: the store is restored from it, and nothing is appended to it. */
    public void restoreFromSource(String store, String topic) {
        changelogSources.put(store, topic);
    }

    /**
     * Declares a repartition topic, which sinks write and one source reads under its name without the application id.
     *
     * @throws TopologyException if it was declared before with another partition count
     */
    public void addRepartitionTopic(RepartitionSpec topic) {
        RepartitionSpec known = repartitions.putIfAbsent(topic.name(), topic);
        if (known != null && !known.equals(topic)) {
            throw new TopologyException("Repartition topic '" + topic.name() + "' is declared with "
                    + known.partitions() + " and with " + topic.partitions()
                    + " partitions; name one of the two repartitions differently, or ask for one count.");
        }
    }

    /** Requires equal partition counts of all topics that these source nodes read. */
    public void copartition(Collection<String> sourceNodes) {
        copartitionedSources.add(new LinkedHashSet<>(sourceNodes));
    }

    /** What was described so far, before a configuration is known. */
    public TopologyBlueprint definition() {
        return definition(StoreDefaults.UNCONFIGURED);
    }

    /**
     * What was described so far.
     *
     * @param defaults how stores are made that leave something to the configuration
     * @throws TopologyException if repartition topics that must have equal counts are asked to have different ones
     */
    public TopologyBlueprint definition(StoreDefaults defaults) {
        List<NodeSpec> specs =
                nodes.values().stream().map(TopologyDraft::frozen).toList();
        Map<String, StoreNode> storeNodes = new LinkedHashMap<>();
        stores.forEach((name, builder) ->
                storeNodes.put(name, new StoreNode(settled(builder, defaults), changelogSources.get(name))));
        Map<String, StoreNode> globalNodes = new LinkedHashMap<>();
        globals.forEach((name, global) ->
                globalNodes.put(name, new StoreNode(settled(global.builder(), defaults), global.sourceTopic())));
        List<Set<String>> copartitioned =
                copartitionedSources.stream().map(this::topicsOf).toList();
        copartitioned.forEach(this::requireOneAskedCount);
        return new TopologyBlueprint(specs, storeNodes, globalNodes, repartitions, copartitioned);
    }

    private static StoreBuilder<?> settled(StoreBuilder<?> builder, StoreDefaults defaults) {
        return builder instanceof DefaultedStore defaulted ? defaulted.with(defaults) : builder;
    }

    private Set<String> topicsOf(Set<String> sourceNodes) {
        Set<String> topics = new LinkedHashSet<>();
        for (String name : sourceNodes) {
            NodeDraft node = nodes.get(name);
            if (node == null || !(node.spec() instanceof SourceSpec source)) {
                throw new IllegalStateException("Node '" + name + "' is copartitioned but is not a source.");
            }
            topics.addAll(source.topics());
        }
        return topics;
    }

    private void requireOneAskedCount(Set<String> topics) {
        Map<String, Integer> asked = new TreeMap<>();
        for (String topic : topics) {
            RepartitionSpec repartition = repartitions.get(topic);
            if (repartition != null && repartition.partitions() != null) {
                asked.put(topic, repartition.partitions());
            }
        }
        if (Set.copyOf(asked.values()).size() > 1) {
            throw new TopologyException("Repartition topics that are joined must have equal partition counts, but "
                    + asked + " were asked for; ask for one count, or ask for it on one side only.");
        }
    }

    private static NodeSpec frozen(NodeDraft node) {
        if (node.spec() instanceof ProcessorSpec processor) {
            return new ProcessorSpec(
                    processor.name(),
                    processor.parents(),
                    processor.supplier(),
                    processor.fixedKeySupplier(),
                    node.stores());
        }
        return node.spec();
    }

    private void requireNewName(String name) {
        NodeDraft known = nodes.get(name);
        if (known != null) {
            throw new TopologyException("Node '" + name + "' is already added, as a " + kindOf(known.spec())
                    + "; give every source, processor and sink a name of its own.");
        }
    }

    private void requireParents(NodeSpec node) {
        if (node.parents().isEmpty()) {
            throw new TopologyException(
                    "Node '" + node.name() + "' has no parent; name at least one source or processor.");
        }
        for (String parent : node.parents()) {
            if (parent.equals(node.name())) {
                throw new TopologyException("Node '" + parent + "' is named as its own parent; name another node.");
            }
            NodeDraft known = nodes.get(parent);
            if (known == null) {
                throw new TopologyException("Parent '" + parent + "' of node '" + node.name()
                        + "' is unknown; add parents before their children. Added: " + nodes.keySet() + ".");
            }
            if (known.spec() instanceof SinkSpec) {
                throw new TopologyException("Parent '" + parent + "' of node '" + node.name()
                        + "' is a sink, which forwards nothing; name a source or a processor.");
            }
            requireNotGlobal(node, parent);
        }
    }

    private void requireNotGlobal(NodeSpec node, String parent) {
        for (StoreNode global : globals.values()) {
            for (NodeDraft filler : nodes.values()) {
                if (filler.stores().contains(global.name())
                        && (parent.equals(filler.spec().name())
                                || filler.spec().parents().contains(parent))) {
                    throw new TopologyException("Parent '" + parent + "' of node '" + node.name()
                            + "' fills global store '" + global.name()
                            + "', which happens outside of tasks, and forwards nothing; read another topic.");
                }
            }
        }
    }

    private void requireUnreadTopics(SourceSpec source) {
        if (source.topics().isEmpty()) {
            throw new TopologyException("Source '" + source.name() + "' has no topic; name at least one.");
        }
        Set<String> own = new LinkedHashSet<>();
        for (String topic : source.topics()) {
            String reader = own.add(topic) ? readerOf(topic) : source.name();
            if (reader != null) {
                throw new TopologyException("Topic '" + topic + "' cannot be read by source '" + source.name()
                        + "' because source '" + reader + "' already reads it; let one source read it and connect"
                        + " all consumers to that source.");
            }
        }
    }

    private @Nullable String readerOf(String topic) {
        for (NodeDraft node : nodes.values()) {
            if (node.spec() instanceof SourceSpec source) {
                Pattern pattern = source.pattern();
                if (pattern != null
                        ? pattern.matcher(topic).matches()
                        : source.topics().contains(topic)) {
                    return source.name();
                }
            }
        }
        return null;
    }

    private void requireNoTopicMatches(String name, Pattern pattern) {
        for (NodeDraft node : nodes.values()) {
            if (node.spec() instanceof SourceSpec source) {
                for (String topic : source.topics()) {
                    if (pattern.matcher(topic).matches()) {
                        throw new TopologyException("Pattern '" + pattern + "' of source '" + name + "' matches topic '"
                                + topic + "', which source '" + source.name()
                                + "' already reads; narrow the pattern, or drop the other source.");
                    }
                }
            }
        }
    }

    private static void requireFreshProcessors(String name, Supplier<?> supplier) {
        Object first = supplier.get();
        Object second = supplier.get();
        if (first == null || second == null) {
            throw new IllegalArgumentException("The supplier of processor '" + name
                    + "' returned null; it must return a new processor from each call of get().");
        }
        if (first == second) {
            throw new IllegalArgumentException("The supplier of processor '" + name
                    + "' returned the same instance twice; tasks must not share a processor, so return a new one from"
                    + " each call of get().");
        }
    }

    private static String kindOf(NodeSpec node) {
        if (node instanceof SourceSpec) {
            return "source";
        }
        return node instanceof SinkSpec ? "sink" : "processor";
    }
}
