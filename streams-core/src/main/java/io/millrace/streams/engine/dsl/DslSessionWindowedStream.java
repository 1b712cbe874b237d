package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.window.Results;
import io.millrace.streams.engine.operator.window.SessionStoreLookup;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.EmitStrategy.StrategyType;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Merger;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Reducer;
import io.millrace.streams.kstream.SessionWindowedKStream;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.SessionStore;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A stream grouped by its key and by sessions. */
final class DslSessionWindowedStream<K, V> implements SessionWindowedKStream<K, V> {

    private static final String AGGREGATE = "KSTREAM-AGGREGATE-";
    private static final String REDUCE = "KSTREAM-REDUCE-";

    private final GroupedFlow<K, V> grouped;
    private final SessionWindows windows;
    private EmitStrategy emits = EmitStrategy.onWindowUpdate();

    DslSessionWindowedStream(GroupedFlow<K, V> grouped, SessionWindows windows) {
        this.grouped = grouped;
        this.windows = windows;
    }

    @Override
    public SessionWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy) {
        emits = Objects.requireNonNull(emitStrategy, "emitStrategy can't be null");
        return this;
    }

    @Override
    public KTable<Windowed<K>, Long> count() {
        return counted(null, MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, Long> count(Named named) {
        return counted(Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, Long> count(Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        return countedInto(null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        return countedInto(Names.of(named), MaterializedSpec.of(materialized));
    }

    /** A count whose store was asked for but not named takes another number before that of the store. */
    private KTable<Windowed<K>, Long> countedInto(@Nullable String given, MaterializedSpec<K, Long> spec) {
        if (spec.name() == null) {
            grouped.graph().names().store(AGGREGATE);
        }
        return counted(given, spec);
    }

    private KTable<Windowed<K>, Long> counted(@Nullable String given, MaterializedSpec<K, Long> spec) {
        return stored(
                AGGREGATE,
                given,
                spec.orSerdes(null, Serdes.Long()),
                new SessionFolding<>(() -> 0L, (key, value, count) -> count + 1, (key, one, other) -> one + other));
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer) {
        return reduced(reducer, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named) {
        return reduced(reducer, Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        return reduced(reducer, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        return reduced(reducer, Names.of(named), MaterializedSpec.of(materialized));
    }

    @SuppressWarnings("NullAway") // The reduction starts from nothing, which an aggregate cannot be otherwise.
    private KTable<Windowed<K>, V> reduced(Reducer<V> reducer, @Nullable String given, MaterializedSpec<K, V> spec) {
        Objects.requireNonNull(reducer, "reducer can't be null");
        return stored(
                REDUCE,
                given,
                spec.orSerdes(null, grouped.valueSerde()),
                new SessionFolding<K, V, V>(
                        () -> null,
                        (key, value, reduced) -> reduced == null ? value : reducer.apply(reduced, value),
                        (key, one, other) -> one == null ? other : reducer.apply(one, other)));
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger) {
        return aggregated(initializer, aggregator, sessionMerger, null, MaterializedSpec.unset());
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named) {
        return aggregated(initializer, aggregator, sessionMerger, Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, aggregator, sessionMerger, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, aggregator, sessionMerger, Names.of(named), MaterializedSpec.of(materialized));
    }

    private <A> KTable<Windowed<K>, A> aggregated(
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Merger<? super K, A> sessionMerger,
            @Nullable String given,
            MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Objects.requireNonNull(aggregator, "aggregator can't be null");
        Objects.requireNonNull(sessionMerger, "sessionMerger can't be null");
        return stored(AGGREGATE, given, spec, new SessionFolding<>(initializer, aggregator, sessionMerger));
    }

    private <A> KTable<Windowed<K>, A> stored(
            String prefix, @Nullable String given, MaterializedSpec<K, A> spec, SessionFolding<K, V, A> folding) {
        NameSource names = grouped.graph().names();
        String storeName = spec.name() == null ? names.store(prefix) : spec.name();
        String name = names.node(given, prefix);
        MaterializedSpec<K, A> kept = emits.type() == StrategyType.ON_WINDOW_CLOSE
                ? spec.orSerdes(grouped.keySerde(), null).uncached()
                : spec.orSerdes(grouped.keySerde(), null);
        TableNode<Windowed<K>, A> table = new AggregateTable<>(
                TableStores.session(
                        kept, storeName, windows, emits, grouped.graph().storeDefaults()),
                oldValues -> folding.processor(new Results(storeName, emits.type(), oldValues), windows),
                () -> new SessionStoreLookup<>(storeName),
                SessionFolding.openMs(windows));
        return new DslTable<>(
                grouped.aggregated(name, storeName, table, SessionFolding.serde(kept.keySerde()), kept.valueSerde()),
                table,
                spec.name());
    }
}
