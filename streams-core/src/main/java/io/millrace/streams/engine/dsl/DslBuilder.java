package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.TableSource;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.VersionedBytesStoreSupplier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Starts streams and tables, and turns what was made of them into a topology. Used under the lock of the door in front of it. */
public final class DslBuilder {

    private static final String SOURCE = "KSTREAM-SOURCE-";

    private final TopologyDraft draft;
    private final DslSettings.Naming naming;
    private final OperatorGraph graph;
    private final Lowering lowering;

    /** Builds into a draft, which may have nodes already. */
    public DslBuilder(TopologyDraft draft, DslSettings settings) {
        this.draft = draft;
        this.naming = settings.naming();
        graph = new OperatorGraph(settings);
        lowering = new Lowering(draft);
    }

    /** A stream of these topics. */
    public <K, V> KStream<K, V> stream(Collection<String> topics, @Nullable Consumed<K, V> consumed) {
        Objects.requireNonNull(topics, "topics can't be null");
        return stream(new ArrayList<>(new LinkedHashSet<>(topics)), null, spec(consumed));
    }

    /** A stream of the topics whose names match. */
    public <K, V> KStream<K, V> stream(Pattern pattern, @Nullable Consumed<K, V> consumed) {
        Objects.requireNonNull(pattern, "topicPattern can't be null");
        return stream(List.of(), pattern, spec(consumed));
    }

    private <K, V> KStream<K, V> stream(List<String> topics, @Nullable Pattern pattern, ConsumedSpec consumed) {
        NameSource names = graph.names();
        String node = names.node(consumed.name(), SOURCE);
        String name = names.id(node);
        graph.add(new SourceOperator(name, node, topics, pattern, SourceOperator.Use.STREAM, consumed));
        return new DslStream<>(this.<K, V>from(name, consumed));
    }

    /** A table of a topic; null where nothing was said. */
    public <K, V> KTable<K, V> table(
            String topic,
            @Nullable Consumed<K, V> consumed,
            @Nullable Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(topic, "topic can't be null");
        ConsumedSpec consumedSpec = spec(consumed);
        MaterializedSpec<K, V> asked =
                materialized == null ? MaterializedSpec.unset() : MaterializedSpec.of(materialized);
        ConsumedSpec read = consumedSpec.orSerdes(asked.keySerde(), asked.valueSerde());
        NameSource names = graph.names();
        String storeName = asked.name() == null ? names.store(topic + "-") : asked.name();
        String given = read.name();
        String source = names.node(given, "-source", SOURCE);
        String name = names.node(given, "KTABLE-SOURCE-");
        graph.add(new SourceOperator(source, source, List.of(topic), null, SourceOperator.Use.TABLE, read));
        Flow<K, V> flow = from(source, read);
        SourceTable<K, V> table = new SourceTable<>(
                TableStores.keyValue(
                        asked.withSerdes(flow.keySerde(), flow.valueSerde()), storeName, graph.storeDefaults()),
                asked.name() != null);
        return new DslTable<>(
                flow.then(name, new Work.OfTable(table), flow.keySerde(), flow.valueSerde()), table, asked.name());
    }

    /** A table of a topic that every instance keeps whole; null where nothing was said. */
    public <K, V> GlobalKTable<K, V> globalTable(
            String topic,
            @Nullable Consumed<K, V> consumed,
            @Nullable Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(topic, "topic can't be null");
        ConsumedSpec consumedSpec = spec(consumed);
        MaterializedSpec<K, V> asked =
                materialized == null ? MaterializedSpec.unset() : MaterializedSpec.of(materialized);
        if (asked.supplier() instanceof VersionedBytesStoreSupplier) {
            throw new TopologyException("GlobalTables cannot be versioned. Give the table of topic '" + topic
                    + "' a key-value store, or make it a KTable.");
        }
        ConsumedSpec read = consumedSpec.orSerdes(asked.keySerde(), asked.valueSerde());
        String storeName = asked.name() == null ? graph.names().store(topic + "-") : asked.name();
        Flow<K, V> typed = from(topic, read);
        StoreBuilder<?> store = TableStores.keyValue(
                asked.withSerdes(typed.keySerde(), typed.valueSerde()), storeName, graph.storeDefaults());
        ProcessorSupplier<K, V, K, Change<V>> filler = () -> new TableSource<>(storeName, false);
        addGlobalStore(store, topic, read, filler);
        return new DslGlobalTable<>(storeName);
    }

    /** Adds a store that every instance keeps whole, filled from a topic by a processor of the user's. */
    public <K, V> void addGlobalStore(
            StoreBuilder<?> store,
            String topic,
            Consumed<K, V> consumed,
            ProcessorSupplier<K, V, Void, Void> supplier) {
        Objects.requireNonNull(store, "storeBuilder can't be null");
        Objects.requireNonNull(topic, "topic cannot be null");
        ConsumedSpec read = ConsumedSpec.of(consumed);
        Objects.requireNonNull(supplier, "stateUpdateSupplier can't be null");
        addGlobalStore(store, topic, read, supplier);
    }

    private void addGlobalStore(
            StoreBuilder<?> store, String topic, ConsumedSpec read, ProcessorSupplier<?, ?, ?, ?> supplier) {
        NameSource names = graph.names();
        String source = names.node(read.name(), "-source", SOURCE);
        String processor = names.node(read.name(), "KTABLE-SOURCE-");
        graph.add(new GlobalStoreOperator(
                store,
                new SourceOperator(source, source, List.of(topic), null, SourceOperator.Use.TABLE, read),
                processor,
                supplier));
    }

    /** Adds a store for processors to connect to. */
    public void addStateStore(StoreBuilder<?> builder) {
        graph.add(new StoreOperator(Objects.requireNonNull(builder, "builder can't be null")));
    }

    /**
     * Adds what was described since the last time to the draft.
     *
     * @param optimizations the rewrites that are allowed
     * @throws TopologyException if something does not fit together, or is not named that has to be
     */
    public void build(Set<Optimization> optimizations) {
        lowering.lower(graph.operators(), optimizations);
        if (naming == DslSettings.Naming.REQUIRED) {
            ExplicitNames.require(graph.names(), draft.definition());
        }
    }

    private static ConsumedSpec spec(@Nullable Consumed<?, ?> consumed) {
        return consumed == null ? ConsumedSpec.DEFAULT : ConsumedSpec.of(consumed);
    }

    @SuppressWarnings("unchecked") // The serdes come from a Consumed of these types.
    private <K, V> Flow<K, V> from(String source, ConsumedSpec consumed) {
        return new Flow<>(
                graph, source, (Serde<K>) consumed.keySerde(), (Serde<V>) consumed.valueSerde(), Set.of(source), false);
    }
}
