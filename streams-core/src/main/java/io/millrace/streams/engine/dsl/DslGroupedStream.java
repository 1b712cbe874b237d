package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.StreamAggregate;
import io.millrace.streams.engine.operator.StreamReduce;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.CogroupedKStream;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Reducer;
import io.millrace.streams.kstream.SessionWindowedKStream;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.TimeWindowedKStream;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windows;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A stream grouped by its key. */
final class DslGroupedStream<K, V> implements KGroupedStream<K, V> {

    private static final String AGGREGATE = "KSTREAM-AGGREGATE-";
    private static final String REDUCE = "KSTREAM-REDUCE-";

    private final GroupedFlow<K, V> grouped;

    DslGroupedStream(GroupedFlow<K, V> grouped) {
        this.grouped = grouped;
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
        return countedInto(null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return countedInto(Names.of(named), MaterializedSpec.of(materialized));
    }

    /** A count whose store was asked for but not named takes another number before that of the store. */
    private KTable<K, Long> countedInto(@Nullable String given, MaterializedSpec<K, Long> spec) {
        if (spec.name() == null) {
            grouped.graph().names().store(AGGREGATE);
        }
        return counted(given, spec);
    }

    private KTable<K, Long> counted(@Nullable String given, MaterializedSpec<K, Long> spec) {
        return aggregated(() -> 0L, (key, value, count) -> count + 1, given, spec.orSerdes(null, Serdes.Long()));
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> reducer) {
        return reduced(reducer, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(reducer, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(reducer, Names.of(named), MaterializedSpec.of(materialized));
    }

    private KTable<K, V> reduced(Reducer<V> reducer, @Nullable String given, MaterializedSpec<K, V> spec) {
        Objects.requireNonNull(reducer, "reducer can't be null");
        return stored(
                REDUCE,
                given,
                spec.orSerdes(null, grouped.valueSerde()),
                (storeName, oldValues) -> () -> new StreamReduce<>(storeName, reducer, oldValues));
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator) {
        return aggregated(initializer, aggregator, null, MaterializedSpec.unset());
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, aggregator, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, aggregator, Names.of(named), MaterializedSpec.of(materialized));
    }

    private <A> KTable<K, A> aggregated(
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            @Nullable String given,
            MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Objects.requireNonNull(aggregator, "aggregator can't be null");
        return stored(
                AGGREGATE,
                given,
                spec,
                (storeName, oldValues) -> () -> new StreamAggregate<>(storeName, initializer, aggregator, oldValues));
    }

    private <A> KTable<K, A> stored(
            String prefix,
            @Nullable String given,
            MaterializedSpec<K, A> spec,
            BiFunction<String, Boolean, ProcessorSupplier<K, V, K, Change<A>>> processor) {
        NameSource names = grouped.graph().names();
        String storeName = spec.name() == null ? names.store(prefix) : spec.name();
        String name = names.node(given, prefix);
        MaterializedSpec<K, A> kept = spec.orSerdes(grouped.keySerde(), null);
        TableNode<K, A> table = new AggregateTable<>(
                TableStores.keyValue(kept, storeName, grouped.graph().storeDefaults()),
                oldValues -> processor.apply(storeName, oldValues),
                () -> new StoreLookup<>(storeName));
        return new DslTable<>(
                grouped.aggregated(name, storeName, table, kept.keySerde(), kept.valueSerde()), table, spec.name());
    }

    @Override
    public <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows) {
        return new DslTimeWindowedStream<>(grouped, FixedWindows.of(windows));
    }

    @Override
    public TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows) {
        return new DslTimeWindowedStream<>(grouped, FixedWindows.of(windows));
    }

    @Override
    public SessionWindowedKStream<K, V> windowedBy(SessionWindows windows) {
        return new DslSessionWindowedStream<>(grouped, Objects.requireNonNull(windows, "windows can't be null"));
    }

    @Override
    public <VOut> CogroupedKStream<K, VOut> cogroup(Aggregator<? super K, ? super V, VOut> aggregator) {
        return new DslCogroupedStream<K, VOut>(grouped.graph()).cogroup(this, aggregator);
    }

    GroupedFlow<K, V> flow() {
        return grouped;
    }
}
