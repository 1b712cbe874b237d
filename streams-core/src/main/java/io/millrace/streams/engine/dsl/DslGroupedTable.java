package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableAggregate;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.KGroupedTable;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Reducer;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A table grouped by another key. Its changes go through a repartition topic, in which the removal of a row has a form of its own. */
final class DslGroupedTable<K, V> implements KGroupedTable<K, V> {

    private static final String AGGREGATE = "KTABLE-AGGREGATE-";
    private static final String REDUCE = "KTABLE-REDUCE-";

    private final Flow<K, V> flow;
    private final @Nullable String groupName;
    private RepartitionOperator.@Nullable Nodes shared;

    /** @param groupName the name the user gave the grouping; its topic serves all aggregations of it */
    DslGroupedTable(Flow<K, V> flow, @Nullable String groupName) {
        this.flow = flow;
        this.groupName = groupName;
    }

    @Override
    public KTable<K, Long> count() {
        return counted(null, MaterializedSpec.unset());
    }

    @Override
    public KTable<K, Long> count(Named named) {
        return counted(Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return counted(null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return counted(Names.of(named), MaterializedSpec.of(materialized));
    }

    private KTable<K, Long> counted(@Nullable String given, MaterializedSpec<K, Long> spec) {
        return stored(
                AGGREGATE,
                given,
                spec.orSerdes(null, org.apache.kafka.common.serialization.Serdes.Long()),
                new Aggregation<>(() -> 0L, (key, value, count) -> count + 1, (key, value, count) -> count - 1));
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> adder, Reducer<V> subtractor) {
        return reduced(adder, subtractor, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder, Reducer<V> subtractor, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(adder, subtractor, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(adder, subtractor, Names.of(named), MaterializedSpec.of(materialized));
    }

    @SuppressWarnings("NullAway") // The reduction starts from nothing, which an aggregate cannot be otherwise.
    private KTable<K, V> reduced(
            Reducer<V> adder, Reducer<V> subtractor, @Nullable String given, MaterializedSpec<K, V> spec) {
        Objects.requireNonNull(adder, "adder can't be null");
        Objects.requireNonNull(subtractor, "subtractor can't be null");
        Aggregation<K, V, V> reduction = new Aggregation<>(
                () -> null,
                (key, value, reduced) -> reduced == null ? value : adder.apply(reduced, value),
                (key, value, reduced) -> subtractor.apply(reduced, value));
        return stored(REDUCE, given, spec.orSerdes(null, flow.valueSerde()), reduction);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor) {
        return aggregated(initializer, adder, subtractor, null, MaterializedSpec.unset());
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named) {
        return aggregated(initializer, adder, subtractor, Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, adder, subtractor, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, adder, subtractor, Names.of(named), MaterializedSpec.of(materialized));
    }

    private <A> KTable<K, A> aggregated(
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> adder,
            Aggregator<? super K, ? super V, A> subtractor,
            @Nullable String given,
            MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Objects.requireNonNull(adder, "adder can't be null");
        Objects.requireNonNull(subtractor, "subtractor can't be null");
        return stored(AGGREGATE, given, spec, new Aggregation<>(initializer, adder, subtractor));
    }

    private record Aggregation<K, V, A>(
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> adder,
            Aggregator<? super K, ? super V, A> subtractor) {}

    private <A> KTable<K, A> stored(
            String prefix, @Nullable String given, MaterializedSpec<K, A> spec, Aggregation<K, V, A> aggregation) {
        NameSource names = flow.graph().names();
        // A reduction's store is named like an aggregation's, too.
        String storeName = spec.name() == null ? names.store(AGGREGATE) : spec.name();
        String sink = names.node(given, "-sink", "KSTREAM-SINK-");
        String source = names.node(given, "-source", "KSTREAM-SOURCE-");
        String name = names.node(given, prefix);
        MaterializedSpec<K, A> kept = spec.orSerdes(flow.keySerde(), null);
        Function<Boolean, ProcessorSupplier<K, Change<V>, K, Change<A>>> processor =
                oldValues -> () -> new TableAggregate<>(
                        storeName, aggregation.initializer(), aggregation.adder(), aggregation.subtractor(), oldValues);
        TableNode<K, A> table = new AggregateTable<>(
                TableStores.keyValue(kept, storeName, flow.graph().storeDefaults()),
                processor,
                () -> new StoreLookup<>(storeName));
        Flow<K, V> partitioned = partitioned(new RepartitionOperator.Nodes(null, sink, source), storeName);
        return new DslTable<>(
                partitioned.then(name, new Work.OfTable(table), kept.keySerde(), kept.valueSerde()),
                table,
                spec.name());
    }

    private Flow<K, V> partitioned(RepartitionOperator.Nodes nodes, String storeName) {
        if (shared != null) {
            return Repartitions.behind(flow, shared);
        }
        if (groupName != null) {
            shared = nodes;
        }
        Serde<K> keySerde = flow.keySerde();
        Serde<V> valueSerde = flow.valueSerde();
        flow.graph()
                .add(new RepartitionOperator(
                        nodes,
                        List.of(flow.node()),
                        Repartitions.topic(groupName == null ? storeName : groupName),
                        null,
                        new SinkOperator.Output(
                                Serdes.serializer(keySerde),
                                new ChangeSerializer<>(Serdes.serializer(valueSerde)),
                                null),
                        new RepartitionOperator.Input(
                                Serdes.deserializer(keySerde),
                                new ChangeDeserializer<>(Serdes.deserializer(valueSerde)),
                                true)));
        return Repartitions.behind(flow, nodes);
    }
}
