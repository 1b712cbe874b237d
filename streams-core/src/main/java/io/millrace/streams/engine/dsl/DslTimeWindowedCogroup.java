package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.window.Results;
import io.millrace.streams.engine.operator.window.WindowStoreLookup;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.EmitStrategy.StrategyType;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.TimeWindowedCogroupedKStream;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.WindowStore;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Streams grouped by keys of one type and by windows of fixed length. */
final class DslTimeWindowedCogroup<K, A> implements TimeWindowedCogroupedKStream<K, A> {

    private final DslCogroupedStream<K, A> cogroup;
    private final FixedWindows windows;

    DslTimeWindowedCogroup(DslCogroupedStream<K, A> cogroup, FixedWindows windows) {
        this.cogroup = cogroup;
        this.windows = windows;
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(Initializer<A> initializer) {
        return aggregated(initializer, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(Initializer<A> initializer, Named named) {
        return aggregated(initializer, DslCogroupedStream.given(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer, Materialized<K, A, WindowStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer, Named named, Materialized<K, A, WindowStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, DslCogroupedStream.given(named), MaterializedSpec.of(materialized));
    }

    private KTable<Windowed<K>, A> aggregated(
            Initializer<A> initializer, @Nullable String given, MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        DslCogroupedStream.Folding<K, Windowed<K>, A> folding = new DslCogroupedStream.Folding<>() {
            @Override
            public <V> ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(
                    String storeName, boolean oldValues, Aggregator<? super K, ? super V, A> aggregator) {
                Results results = new Results(storeName, StrategyType.ON_WINDOW_UPDATE, oldValues);
                return windows.processor(results, initializer, aggregator);
            }
        };
        return cogroup.aggregated(
                given,
                spec,
                new DslCogroupedStream.Aggregation<>(
                        folding,
                        (kept, storeName) -> TableStores.window(
                                kept,
                                storeName,
                                windows,
                                EmitStrategy.onWindowUpdate(),
                                cogroup.graph().storeDefaults()),
                        WindowStoreLookup::new,
                        windows::serde,
                        windows.graceMs()));
    }
}
