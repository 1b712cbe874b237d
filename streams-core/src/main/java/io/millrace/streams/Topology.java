package io.millrace.streams;

import io.millrace.streams.engine.topology.DescribedTopology;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreDefaults;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A graph of sources, processors, sinks and state stores: what an application does with its records.
 *
 * <p>A source reads topics, a processor is code of yours that may use stores, a sink writes to a topic. Nodes are added parents
 * first and have unique names. Connected nodes, and nodes that share a store, form a sub-topology, which runs once per input
 * partition.
 *
 * <pre>{@code
 * Topology topology = new Topology()
 *     .addSource("orders", "orders-topic")
 *     .addProcessor("totals", TotalsProcessor::new, "orders")
 *     .addStateStore(totalsStore, "totals")
 *     .addSink("out", "totals-topic", "totals");
 * }</pre>
 *
 * <p>The methods are synchronised; still, describe a topology on one thread. No argument may be null unless it says so; a null
 * is refused with a {@link NullPointerException}. Every adding method throws {@link TopologyException} when the name is taken
 * already, a parent or a processor is unknown, or nothing is named where something has to be, and returns this topology.
 */
public class Topology {

    private final TopologyDraft draft;

    /** An empty topology. */
    public Topology() {
        this(new TopologyDraft());
    }

    /**
     * An empty topology with a configuration, which names the wrapper of its processors.
     *
     * @param topologyConfigs what to build it with
     */
    public Topology(TopologyConfig topologyConfigs) {
        this(new TopologyDraft(Objects.requireNonNull(topologyConfigs, "topologyConfigs cannot be null")
                .processorWrapper()));
    }

    private Topology(TopologyDraft draft) {
        this.draft = draft;
    }

    TopologyDraft draft() {
        return draft;
    }

    /** What is to run, with this configuration. */
    synchronized TopologyBlueprint definition(StreamsConfig config) {
        return draft.definition(new StoreDefaults(
                config.getConfiguredInstance(
                        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, DslStoreSuppliers.class, config.originals()),
                DslStoreFormat.HEADERS.name.equalsIgnoreCase(config.getString(StreamsConfig.DSL_STORE_FORMAT_CONFIG))
                        ? DslStoreFormat.HEADERS
                        : DslStoreFormat.TIMESTAMPED));
    }

    /**
     * Adds a source that reads the named topics, with the default deserializers and timestamp extractor.
     *
     * @param name name of the node
     * @param topics topics to read; no other source may read them
     */
    public synchronized Topology addSource(String name, String... topics) {
        return addSource(new SourceOptions(null, null, null, null), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default deserializers and timestamp extractor.
     *
     * @param name name of the node
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized Topology addSource(String name, Pattern topicPattern) {
        return addSource(new SourceOptions(null, null, null, null), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics, with the default deserializers and timestamp extractor.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param topics topics to read; no other source may read them
     */
    public synchronized Topology addSource(@Nullable AutoOffsetReset offsetReset, String name, String... topics) {
        return addSource(new SourceOptions(null, null, null, offsetReset), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default deserializers and timestamp extractor.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized Topology addSource(@Nullable AutoOffsetReset offsetReset, String name, Pattern topicPattern) {
        return addSource(new SourceOptions(null, null, null, offsetReset), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics, with the default deserializers.
     *
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param name name of the node
     * @param topics topics to read; no other source may read them
     */
    public synchronized Topology addSource(
            @Nullable TimestampExtractor timestampExtractor, String name, String... topics) {
        return addSource(new SourceOptions(null, null, timestampExtractor, null), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default deserializers.
     *
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param name name of the node
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized Topology addSource(
            @Nullable TimestampExtractor timestampExtractor, String name, Pattern topicPattern) {
        return addSource(new SourceOptions(null, null, timestampExtractor, null), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics, with the default deserializers.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param name name of the node
     * @param topics topics to read; no other source may read them
     */
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            String name,
            String... topics) {
        return addSource(new SourceOptions(null, null, timestampExtractor, offsetReset), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default deserializers.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param name name of the node
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            String name,
            Pattern topicPattern) {
        return addSource(new SourceOptions(null, null, timestampExtractor, offsetReset), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics, with the default timestamp extractor.
     *
     * @param name name of the node
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topics topics to read; no other source may read them
     */
    public synchronized <K, V> Topology addSource(
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        return addSource(new SourceOptions(keyDeserializer, valueDeserializer, null, null), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default timestamp extractor.
     *
     * @param name name of the node
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized <K, V> Topology addSource(
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return addSource(new SourceOptions(keyDeserializer, valueDeserializer, null, null), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics, with the default timestamp extractor.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topics topics to read; no other source may read them
     */
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        return addSource(new SourceOptions(keyDeserializer, valueDeserializer, null, offsetReset), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match, with the default timestamp extractor.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return addSource(new SourceOptions(keyDeserializer, valueDeserializer, null, offsetReset), name, topicPattern);
    }

    /**
     * Adds a source that reads the named topics.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topics topics to read; no other source may read them
     */
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        return addSource(
                new SourceOptions(keyDeserializer, valueDeserializer, timestampExtractor, offsetReset), name, topics);
    }

    /**
     * Adds a source that reads all topics whose names match.
     *
     * @param offsetReset where to start without a committed position; null for the consumer's setting
     * @param name name of the node
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topicPattern matches the names of the topics to read; no other source may read one of them by name
     */
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return addSource(
                new SourceOptions(keyDeserializer, valueDeserializer, timestampExtractor, offsetReset),
                name,
                topicPattern);
    }

    private record SourceOptions(
            @Nullable Deserializer<?> keyDeserializer,
            @Nullable Deserializer<?> valueDeserializer,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable AutoOffsetReset offsetReset) {}

    private Topology addSource(SourceOptions options, String name, String... topics) {
        return addSource(options, name, names(topics, "topics"), null);
    }

    private Topology addSource(SourceOptions options, String name, Pattern topicPattern) {
        return addSource(
                options, name, List.of(), Objects.requireNonNull(topicPattern, "topicPattern must not be null"));
    }

    private Topology addSource(SourceOptions options, String name, List<String> topics, @Nullable Pattern pattern) {
        draft.addSource(new SourceSpec(
                named(name),
                topics,
                pattern,
                options.keyDeserializer,
                options.valueDeserializer,
                options.timestampExtractor,
                options.offsetReset));
        return this;
    }

    /**
     * Adds a sink that writes to a topic, with the default serializers and partitioning.
     *
     * @param name name of the node
     * @param topic topic to write to; must exist when the application starts
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized Topology addSink(String name, String topic, String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                Objects.requireNonNull(topic, "topic must not be null"),
                null,
                null,
                null,
                null));
        return this;
    }

    /**
     * Adds a sink that writes to a topic, with the default serializers.
     *
     * @param name name of the node
     * @param topic topic to write to; must exist when the application starts
     * @param partitioner chooses the partitions of each record; null to leave it to the producer
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                Objects.requireNonNull(topic, "topic must not be null"),
                null,
                null,
                null,
                partitioner));
        return this;
    }

    /**
     * Adds a sink that writes to a topic, with the default partitioning.
     *
     * @param name name of the node
     * @param topic topic to write to; must exist when the application starts
     * @param keySerializer writes keys; null for that of the default key serde
     * @param valueSerializer writes values; null for that of the default value serde
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                Objects.requireNonNull(topic, "topic must not be null"),
                null,
                keySerializer,
                valueSerializer,
                null));
        return this;
    }

    /**
     * Adds a sink that writes to a topic.
     *
     * @param name name of the node
     * @param topic topic to write to; must exist when the application starts
     * @param keySerializer writes keys; null for that of the default key serde
     * @param valueSerializer writes values; null for that of the default value serde
     * @param partitioner chooses the partitions of each record; null to leave it to the producer
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                Objects.requireNonNull(topic, "topic must not be null"),
                null,
                keySerializer,
                valueSerializer,
                partitioner));
        return this;
    }

    /**
     * Adds a sink that writes to the topic that is chosen for each record, with the default serializers and partitioning.
     *
     * @param name name of the node
     * @param topicExtractor names the topic of each record; the topics must exist
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name, TopicNameExtractor<? super K, ? super V> topicExtractor, String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                null,
                Objects.requireNonNull(topicExtractor, "topicExtractor must not be null"),
                null,
                null,
                null));
        return this;
    }

    /**
     * Adds a sink that writes to the topic that is chosen for each record, with the default serializers.
     *
     * @param name name of the node
     * @param topicExtractor names the topic of each record; the topics must exist
     * @param partitioner chooses the partitions of each record; null to leave it to the producer
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                null,
                Objects.requireNonNull(topicExtractor, "topicExtractor must not be null"),
                null,
                null,
                partitioner));
        return this;
    }

    /**
     * Adds a sink that writes to the topic that is chosen for each record, with the default partitioning.
     *
     * @param name name of the node
     * @param topicExtractor names the topic of each record; the topics must exist
     * @param keySerializer writes keys; null for that of the default key serde
     * @param valueSerializer writes values; null for that of the default value serde
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                null,
                Objects.requireNonNull(topicExtractor, "topicExtractor must not be null"),
                keySerializer,
                valueSerializer,
                null));
        return this;
    }

    /**
     * Adds a sink that writes to the topic that is chosen for each record.
     *
     * @param name name of the node
     * @param topicExtractor names the topic of each record; the topics must exist
     * @param keySerializer writes keys; null for that of the default key serde
     * @param valueSerializer writes values; null for that of the default value serde
     * @param partitioner chooses the partitions of each record; null to leave it to the producer
     * @param parentNames nodes whose records are written; at least one
     */
    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        draft.addSink(new SinkSpec(
                named(name),
                names(parentNames, "parentNames"),
                null,
                Objects.requireNonNull(topicExtractor, "topicExtractor must not be null"),
                keySerializer,
                valueSerializer,
                partitioner));
        return this;
    }

    /**
     * Adds a processor, and the stores that its supplier brings along, connected to it.
     *
     * @param name name of the node
     * @param supplier makes the processor of each task; must return a new one from each call
     * @param parentNames nodes whose records are processed; at least one
     * @throws IllegalArgumentException if the supplier returns null, or the same processor twice
     */
    public synchronized <KIn, VIn, KOut, VOut> Topology addProcessor(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, String... parentNames) {
        named(name);
        Objects.requireNonNull(supplier, "supplier must not be null");
        draft.addProcessor(name, supplier, names(parentNames, "parentNames"));
        return this;
    }

    /**
     * Adds a store that every instance keeps whole, filled from all partitions of a topic by a processor. Every processor of the
     * topology may read it, without being connected to it, and none may write to it but this one.
     *
     * <p>The store is not logged, whatever its builder says. The processor sees every record of the topic, those read at the start
     * included; it should write to the store what it is given, because a new instance builds its store from the topic alone. It
     * has no children, no punctuations and no stream time.
     *
     * @param storeBuilder makes the store
     * @param sourceName name of the node that reads the topic
     * @param keyDeserializer reads keys, null for that of the default key serde
     * @param valueDeserializer reads values, null for that of the default value serde
     * @param topic the topic to read, always from its beginning; it must exist when the application starts, and no other source may
     *     read it
     * @param processorName name of the node that fills the store
     * @param stateUpdateSupplier makes the processor that fills the store
     */
    public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addGlobalStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    /**
     * Adds a store that every instance keeps whole, filled from all partitions of a topic by a processor. Every processor of the
     * topology may read it, without being connected to it, and none may write to it but this one.
     *
     * <p>The store is not logged, whatever its builder says. The processor sees every record of the topic, those read at the start
     * included; it should write to the store what it is given, because a new instance builds its store from the topic alone. It
     * has no children, no punctuations and no stream time.
     *
     * @param storeBuilder makes the store
     * @param sourceName name of the node that reads the topic
     * @param timestampExtractor tells the event times, null for the default extractor
     * @param keyDeserializer reads keys, null for that of the default key serde
     * @param valueDeserializer reads values, null for that of the default value serde
     * @param topic the topic to read, always from its beginning; it must exist when the application starts, and no other source may
     *     read it
     * @param processorName name of the node that fills the store
     * @param stateUpdateSupplier makes the processor that fills the store
     */
    public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        Objects.requireNonNull(storeBuilder, "storeBuilder must not be null");
        Objects.requireNonNull(topic, "topic must not be null");
        Objects.requireNonNull(stateUpdateSupplier, "stateUpdateSupplier must not be null");
        SourceSpec source = new SourceSpec(
                named(sourceName), List.of(topic), null, keyDeserializer, valueDeserializer, timestampExtractor, null);
        draft.addGlobalStore(storeBuilder, source, named(processorName), stateUpdateSupplier);
        return this;
    }

    /**
     * Adds a state store and connects processors to it. Adding the same builder instance again only connects more of them.
     *
     * @param storeBuilder makes the store of each task
     * @param processorNames processors that may use it; they share it and belong to one sub-topology
     */
    public synchronized <S extends StateStore> Topology addStateStore(
            StoreBuilder<S> storeBuilder, String... processorNames) {
        Objects.requireNonNull(storeBuilder, "storeBuilder must not be null");
        draft.addStateStore(storeBuilder, processorNames == null ? List.of() : names(processorNames, "processorNames"));
        return this;
    }

    /**
     * Adds a store that holds a topic and is written by one processor only, with the default timestamp extractor. The topic
     * also restores it, so it has no changelog of its own.
     *
     * @param storeBuilder makes the store of each task; its changelog is switched off
     * @param sourceName name of the source node
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topic topic to read; no other source may read it
     * @param processorName name of the processor node
     * @param stateUpdateSupplier makes the processor that puts each record into the store, unchanged
     */
    public synchronized <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addReadOnlyStateStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    /**
     * Adds a store that holds a topic and is written by one processor only. The topic also restores it, so it has no changelog
     * of its own.
     *
     * @param storeBuilder makes the store of each task; its changelog is switched off
     * @param sourceName name of the source node
     * @param timestampExtractor gives records their event time; null for the configured default
     * @param keyDeserializer reads keys; null for that of the default key serde
     * @param valueDeserializer reads values; null for that of the default value serde
     * @param topic topic to read; no other source may read it
     * @param processorName name of the processor node
     * @param stateUpdateSupplier makes the processor that puts each record into the store, unchanged
     */
    public synchronized <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        Objects.requireNonNull(storeBuilder, "storeBuilder must not be null");
        Objects.requireNonNull(stateUpdateSupplier, "supplier must not be null");
        AutoOffsetReset fromTheStart = AutoOffsetReset.earliest();
        addSource(
                new SourceOptions(keyDeserializer, valueDeserializer, timestampExtractor, fromTheStart),
                sourceName,
                topic);
        draft.addStoreFiller(named(processorName), stateUpdateSupplier, List.of(sourceName));
        addStateStore(storeBuilder.withLoggingDisabled(), processorName);
        draft.restoreFromSource(storeBuilder.name(), topic);
        return this;
    }

    /**
     * Lets a processor use stores that were added before.
     *
     * @param processorName the processor
     * @param stateStoreNames the stores; at least one
     */
    public synchronized Topology connectProcessorAndStateStores(String processorName, String... stateStoreNames) {
        Objects.requireNonNull(processorName, "processorName must not be null");
        draft.connectProcessorAndStateStores(processorName, names(stateStoreNames, "stateStoreNames"));
        return this;
    }

    /** Describes the nodes and how they are connected, sub-topology by sub-topology. */
    public synchronized TopologyDescription describe() {
        return DescribedTopology.of(draft.definition());
    }

    private static String named(String name) {
        return Objects.requireNonNull(name, "name must not be null");
    }

    private static List<String> names(String[] names, String parameter) {
        Objects.requireNonNull(names, () -> parameter + " must not be null");
        for (String name : names) {
            Objects.requireNonNull(name, () -> parameter + " must not contain null");
        }
        return List.of(names);
    }
}
