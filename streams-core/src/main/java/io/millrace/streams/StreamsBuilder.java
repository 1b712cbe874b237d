package io.millrace.streams;

import io.millrace.streams.engine.dsl.DslBuilder;
import io.millrace.streams.engine.dsl.DslSettings;
import io.millrace.streams.engine.dsl.Optimization;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology of streams and tables begins.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder();
 * builder.<String, String>stream("lines")
 *     .flatMapValues(line -> List.of(line.split(" ")))
 *     .groupBy((key, word) -> word)
 *     .count()
 *     .toStream()
 *     .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
 * Topology topology = builder.build();
 * }</pre>
 *
 * <p>The order of the calls decides the names of internal topics and stores that are not named by hand, so it has to stay the same
 * from one version of an application to the next. No argument may be null unless it says so; a null is refused with a
 * {@link NullPointerException}. The methods are synchronised, those of the streams and tables they return are not: describe a
 * topology on one thread.
 */
public class StreamsBuilder {

    /** What {@link #build()} adds to and returns. */
    protected final Topology topology;

    private final DslBuilder builder;

    /** An empty builder. */
    public StreamsBuilder() {
        topology = new Topology();
        builder = new DslBuilder(topology.draft(), DslSettings.DEFAULT);
    }

    /**
     * An empty builder with a configuration, which names the default stores of tables and the wrapper of processors, and may
     * require the user to name internal topics and stores.
     *
     * @param topologyConfigs what to build with
     * @throws NullPointerException if the configuration is null
     */
    public StreamsBuilder(TopologyConfig topologyConfigs) {
        topology = newTopology(Objects.requireNonNull(topologyConfigs, "topologyConfigs cannot be null"));
        builder = new DslBuilder(topology.draft(), settings(topologyConfigs));
    }

    private static DslSettings settings(TopologyConfig config) {
        return new DslSettings(
                config.resolveDslStoreSuppliers().orElse(null),
                config.ensureExplicitInternalResourceNaming ? DslSettings.Naming.REQUIRED : DslSettings.Naming.OPTIONAL,
                config.processorsRekey() ? DslSettings.Processes.REKEY : DslSettings.Processes.UNKNOWN);
    }

    /**
     * Makes the topology that the builder adds to. Called by the constructor with a configuration; a subclass may make one of
     * its own class.
     *
     * @param topologyConfigs the configuration
     * @return an empty topology
     */
    protected Topology newTopology(TopologyConfig topologyConfigs) {
        return new Topology(topologyConfigs);
    }

    /**
     * A stream of the records of a topic, read with the default serdes and timestamp extractor.
     *
     * @param topic its name
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(String topic) {
        return builder.stream(topics(topic), null);
    }

    /**
     * A stream of the records of a topic.
     *
     * @param topic its name
     * @param consumed how to read it
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(String topic, Consumed<K, V> consumed) {
        return builder.stream(topics(topic), required(consumed));
    }

    /**
     * A stream of the records of several topics, read with the default serdes and timestamp extractor. There is no order between
     * records of different topics.
     *
     * @param topics their names; at least one
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(Collection<String> topics) {
        return builder.stream(topics, null);
    }

    /**
     * A stream of the records of several topics. There is no order between records of different topics.
     *
     * @param topics their names; at least one
     * @param consumed how to read them
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(Collection<String> topics, Consumed<K, V> consumed) {
        return builder.stream(topics, required(consumed));
    }

    /**
     * A stream of the records of all topics whose names match, those created later included, read with the default serdes and
     * timestamp extractor.
     *
     * @param topicPattern matches whole names
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(Pattern topicPattern) {
        return builder.stream(topicPattern, null);
    }

    /**
     * A stream of the records of all topics whose names match, those created later included.
     *
     * @param topicPattern matches whole names
     * @param consumed how to read them
     * @return the stream
     */
    public synchronized <K, V> KStream<K, V> stream(Pattern topicPattern, Consumed<K, V> consumed) {
        return builder.stream(topicPattern, required(consumed));
    }

    /**
     * A table of a topic, read with the default serdes: a record is the value of its key from then on, a null value removes the
     * key, a record without a key is dropped. The table is kept in a store only if something needs it.
     *
     * @param topic its name
     * @return the table
     */
    public synchronized <K, V> KTable<K, V> table(String topic) {
        return builder.table(topic, null, null);
    }

    /**
     * A table of a topic. It is kept in a store only if something needs it.
     *
     * @param topic its name
     * @param consumed how to read it
     * @return the table
     */
    public synchronized <K, V> KTable<K, V> table(String topic, Consumed<K, V> consumed) {
        return builder.table(topic, required(consumed), null);
    }

    /**
     * A table of a topic. It is kept in a store if the store is named, or if something needs it.
     *
     * @param topic its name
     * @param materialized how to keep it; its serdes also read the topic
     * @return the table
     */
    public synchronized <K, V> KTable<K, V> table(
            String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return builder.table(topic, null, required(materialized));
    }

    /**
     * A table of a topic. It is kept in a store if the store is named, or if something needs it.
     *
     * @param topic its name
     * @param consumed how to read it; its serdes come before those of the store
     * @param materialized how to keep it
     * @return the table
     */
    public synchronized <K, V> KTable<K, V> table(
            String topic, Consumed<K, V> consumed, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return builder.table(topic, required(consumed), required(materialized));
    }

    /**
     * A table of a topic that every instance keeps whole, read with the default serdes: a record is the value of its key from then on, a null
     * value removes the key, a record without a key is dropped. {@link KafkaStreams#start()} waits until the table was read to the end
     * of its topic. The topic is always read from its beginning.
     *
     * @param topic its name; it must exist when the application starts
     * @return the table
     */
    public synchronized <K, V> GlobalKTable<K, V> globalTable(String topic) {
        return builder.globalTable(topic, null, null);
    }

    /**
     * A table of a topic that every instance keeps whole: a record is the value of its key from then on, a null
     * value removes the key, a record without a key is dropped. {@link KafkaStreams#start()} waits until the table was read to the end
     * of its topic. The topic is always read from its beginning.
     *
     * @param topic its name; it must exist when the application starts
     * @param consumed how to read it
     * @return the table
     */
    public synchronized <K, V> GlobalKTable<K, V> globalTable(String topic, Consumed<K, V> consumed) {
        return builder.globalTable(topic, required(consumed), null);
    }

    /**
     * A table of a topic that every instance keeps whole: a record is the value of its key from then on, a null
     * value removes the key, a record without a key is dropped. {@link KafkaStreams#start()} waits until the table was read to the end
     * of its topic. The topic is always read from its beginning.
     *
     * @param topic its name; it must exist when the application starts
     * @param materialized how to keep it; its serdes also read the topic
     * @return the table
     */
    public synchronized <K, V> GlobalKTable<K, V> globalTable(
            String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return builder.globalTable(topic, null, required(materialized));
    }

    /**
     * A table of a topic that every instance keeps whole: a record is the value of its key from then on, a null
     * value removes the key, a record without a key is dropped. {@link KafkaStreams#start()} waits until the table was read to the end
     * of its topic. The topic is always read from its beginning.
     *
     * @param topic its name; it must exist when the application starts
     * @param consumed how to read it; its serdes come before those of the store
     * @param materialized how to keep it
     * @return the table
     */
    public synchronized <K, V> GlobalKTable<K, V> globalTable(
            String topic, Consumed<K, V> consumed, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return builder.globalTable(topic, required(consumed), required(materialized));
    }

    /**
     * Adds a store that every instance keeps whole, filled from all partitions of a topic by a processor. Every processor of the
     * topology may read it, without being connected to it, and none may write to it but this one. {@link KafkaStreams#start()}
     * waits until the topic was processed to its end; after a restart it goes on from where it was.
     *
     * <p>The store is not logged, whatever its builder says. The processor sees every record of the topic, those read at the start
     * included; it should write to the store what it is given, because a new instance builds its store from the topic alone.
     *
     * @param storeBuilder makes the store
     * @param topic its name; it must exist when the application starts
     * @param consumed how to read it; the topic is always read from its beginning
     * @param stateUpdateSupplier makes the processor that fills the store
     * @return this builder
     */
    public synchronized <KIn, VIn> StreamsBuilder addGlobalStore(
            StoreBuilder<?> storeBuilder,
            String topic,
            Consumed<KIn, VIn> consumed,
            ProcessorSupplier<KIn, VIn, Void, Void> stateUpdateSupplier) {
        builder.addGlobalStore(storeBuilder, topic, consumed, stateUpdateSupplier);
        return this;
    }

    /**
     * Adds a store for processors to connect to. It has to be added before the processors that name it.
     *
     * @param builder makes the store
     * @return this builder
     */
    public synchronized StreamsBuilder addStateStore(StoreBuilder<?> builder) {
        this.builder.addStateStore(builder);
        return this;
    }

    /**
     * The topology described so far. More can be described and built later; it is then added to the same topology.
     *
     * @return the topology, the same each time
     * @throws TopologyException if a node or store name is used twice, a stream names no topic, a topic is read as a stream and as a
     *     table, or a processor names a store that was not added before it
     */
    public synchronized Topology build() {
        return build(null);
    }

    /**
     * The topology described so far, rewritten as this configuration allows.
     *
     * @param props may name rewritings in {@code topology.optimization}; null for none
     * @return the topology, the same each time
     * @throws TopologyException as {@link #build()}
     */
    public synchronized Topology build(@Nullable Properties props) {
        builder.build(optimizations(props));
        return topology;
    }

    private static Set<Optimization> optimizations(@Nullable Properties props) {
        Object config = props == null ? null : props.get(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG);
        if (config == null) {
            return Set.of();
        }
        Set<String> allowed = StreamsConfig.verifyTopologyOptimizationConfigs((String) config);
        Set<Optimization> optimizations = EnumSet.noneOf(Optimization.class);
        if (allowed.contains(StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS)) {
            optimizations.add(Optimization.REUSE_SOURCE_TOPICS);
        }
        if (allowed.contains(StreamsConfig.MERGE_REPARTITION_TOPICS)) {
            optimizations.add(Optimization.MERGE_REPARTITIONS);
        }
        if (allowed.contains(StreamsConfig.SINGLE_STORE_SELF_JOIN)) {
            optimizations.add(Optimization.SINGLE_STORE_SELF_JOINS);
        }
        return optimizations;
    }

    private static List<String> topics(String topic) {
        return Collections.singletonList(topic);
    }

    private static <K, V> Consumed<K, V> required(Consumed<K, V> consumed) {
        return Objects.requireNonNull(consumed, "consumed can't be null");
    }

    private static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> required(
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return Objects.requireNonNull(materialized, "materialized can't be null");
    }
}
