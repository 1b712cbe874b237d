package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.StreamAggregate;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.CogroupedKStream;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.SessionWindowedCogroupedKStream;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindowedCogroupedKStream;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windows;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Streams grouped by keys of one type, to be aggregated into one table. */
final class DslCogroupedStream<K, A> implements CogroupedKStream<K, A> {

    private static final String AGGREGATE = "COGROUPKSTREAM-AGGREGATE-";
    private static final String MERGE = "COGROUPKSTREAM-MERGE-";

    private final OperatorGraph graph;
    private final Map<KGroupedStream<K, ?>, Part<K, ?, A>> parts = new LinkedHashMap<>();

    DslCogroupedStream(OperatorGraph graph) {
        this.graph = graph;
    }

    /** One of the streams, with what adds its records to the aggregate. */
    private record Part<K, V, A>(GroupedFlow<K, V> grouped, Aggregator<? super K, ? super V, A> aggregator) {}

    /** Makes the processor of one of the streams. */
    @FunctionalInterface
    interface Folding<K, KOut, A> {

        <V> ProcessorSupplier<K, V, KOut, Change<A>> processor(
                String storeName, boolean oldValues, Aggregator<? super K, ? super V, A> aggregator);
    }

    /**
     * What is computed.
     *
     * @param store makes the store, given what was said of it and its name
     * @param lookup makes what looks up in the store of a name
     * @param keySerde makes the serde of the table's keys of that of the streams' keys
     * @param graceMs how long after its end a window still takes records, null without windows
     */
    record Aggregation<K, KOut, A>(
            Folding<K, KOut, A> folding,
            StoreMaker<K, A> store,
            Function<String, TableLookup<KOut, A>> lookup,
            Function<@Nullable Serde<K>, @Nullable Serde<KOut>> keySerde,
            @Nullable Long graceMs) {}

    /** Makes the store that all streams are aggregated in. */
    @FunctionalInterface
    interface StoreMaker<K, A> {

        StoreBuilder<?> make(MaterializedSpec<K, A> spec, String storeName);
    }

    OperatorGraph graph() {
        return graph;
    }

    @Override
    public <V> CogroupedKStream<K, A> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, A> aggregator) {
        Objects.requireNonNull(groupedStream, "groupedStream can't be null");
        Objects.requireNonNull(aggregator, "aggregator can't be null");
        GroupedFlow<K, V> grouped =
                ((DslGroupedStream<K, V>) groupedStream).flow().ofCogroup();
        parts.put(groupedStream, new Part<>(grouped, aggregator));
        return this;
    }

    @Override
    public KTable<K, A> aggregate(Initializer<A> initializer) {
        return aggregated(initializer, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<K, A> aggregate(Initializer<A> initializer, Named named) {
        return aggregated(initializer, given(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<K, A> aggregate(
            Initializer<A> initializer, Materialized<K, A, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, A> aggregate(
            Initializer<A> initializer, Named named, Materialized<K, A, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, given(named), MaterializedSpec.of(materialized));
    }

    static @Nullable String given(Named named) {
        return Names.of(Objects.requireNonNull(named, "named can't be null"));
    }

    private KTable<K, A> aggregated(Initializer<A> initializer, @Nullable String given, MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Folding<K, K, A> folding = new Folding<>() {
            @Override
            public <V> ProcessorSupplier<K, V, K, Change<A>> processor(
                    String storeName, boolean oldValues, Aggregator<? super K, ? super V, A> aggregator) {
                return () -> new StreamAggregate<>(storeName, initializer, aggregator, oldValues);
            }
        };
        return aggregated(
                given,
                spec,
                new Aggregation<>(
                        folding,
                        (kept, storeName) -> TableStores.keyValue(kept, storeName, graph.storeDefaults()),
                        StoreLookup::new,
                        serde -> serde,
                        null));
    }

    @Override
    public <W extends Window> TimeWindowedCogroupedKStream<K, A> windowedBy(Windows<W> windows) {
        return new DslTimeWindowedCogroup<>(this, FixedWindows.of(windows));
    }

    @Override
    public TimeWindowedCogroupedKStream<K, A> windowedBy(SlidingWindows windows) {
        Objects.requireNonNull(windows, "slidingWindows can't be null");
        return new DslTimeWindowedCogroup<>(this, FixedWindows.of(windows));
    }

    @Override
    public SessionWindowedCogroupedKStream<K, A> windowedBy(SessionWindows windows) {
        return new DslSessionWindowedCogroup<>(this, Objects.requireNonNull(windows, "sessionWindows can't be null"));
    }

    /** Adds an aggregation of all streams into one store. */
    <KOut> KTable<KOut, A> aggregated(
            @Nullable String given, MaterializedSpec<K, A> spec, Aggregation<K, KOut, A> aggregation) {
        NameSource names = graph.names();
        String storeName = spec.name() == null ? names.store(AGGREGATE) : spec.name();
        MaterializedSpec<K, A> kept = spec.orSerdes(keySerde(), null);
        StoreBuilder<?> store = aggregation.store().make(kept, storeName);
        List<Flow<K, ?>> flows = new ArrayList<>();
        for (Part<K, ?, A> part : parts.values()) {
            flows.add(part.grouped().partitioned(storeName));
        }
        List<AggregateTable<KOut, A>> tables = new ArrayList<>();
        List<String> parents = new ArrayList<>();
        Set<String> sources = new LinkedHashSet<>();
        for (Part<K, ?, A> part : parts.values()) {
            Flow<K, ?> flow = flows.get(tables.size());
            String name = names.node(given == null ? null : given + "-cogroup-agg-" + tables.size(), AGGREGATE);
            AggregateTable<KOut, A> table =
                    table(store, part, aggregation, () -> aggregation.lookup().apply(storeName));
            tables.add(table);
            parents.add(name);
            sources.addAll(flow.sources());
            flow.then(name, new Work.OfTable(table), null, null);
        }
        String name = names.node(given == null ? null : given + "-cogroup-merge", MERGE);
        TableNode<KOut, A> merged = new CogroupedTable<>(tables);
        // Keys meet in the store, so partitions of all sources have to correspond.
        graph.add(
                new ProcessOperator(name, parents, new Work.OfTable(merged), sources.size() > 1 ? sources : Set.of()));
        return new DslTable<>(
                new Flow<>(
                        graph, name, aggregation.keySerde().apply(kept.keySerde()), kept.valueSerde(), sources, false),
                merged,
                spec.name());
    }

    private <V, KOut> AggregateTable<KOut, A> table(
            StoreBuilder<?> store,
            Part<K, V, A> part,
            Aggregation<K, KOut, A> aggregation,
            Supplier<TableLookup<KOut, A>> lookup) {
        return new AggregateTable<>(
                store,
                oldValues -> aggregation.folding().processor(store.name(), oldValues, part.aggregator()),
                lookup,
                aggregation.graceMs());
    }

    private @Nullable Serde<K> keySerde() {
        for (Part<K, ?, A> part : parts.values()) {
            if (part.grouped().keySerde() != null) {
                return part.grouped().keySerde();
            }
        }
        return null;
    }
}
