package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
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
import io.millrace.streams.kstream.SessionWindowedCogroupedKStream;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.SessionStore;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Streams grouped by keys of one type and by sessions. */
final class DslSessionWindowedCogroup<K, A> implements SessionWindowedCogroupedKStream<K, A> {

    private final DslCogroupedStream<K, A> cogroup;
    private final SessionWindows windows;

    DslSessionWindowedCogroup(DslCogroupedStream<K, A> cogroup, SessionWindows windows) {
        this.cogroup = cogroup;
        this.windows = windows;
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(Initializer<A> initializer, Merger<? super K, A> sessionMerger) {
        return aggregated(initializer, sessionMerger, null, MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer, Merger<? super K, A> sessionMerger, Named named) {
        return aggregated(initializer, sessionMerger, DslCogroupedStream.given(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Merger<? super K, A> sessionMerger,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, sessionMerger, null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Merger<? super K, A> sessionMerger,
            Named named,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized) {
        return aggregated(
                initializer, sessionMerger, DslCogroupedStream.given(named), MaterializedSpec.of(materialized));
    }

    private KTable<Windowed<K>, A> aggregated(
            Initializer<A> initializer,
            Merger<? super K, A> sessionMerger,
            @Nullable String given,
            MaterializedSpec<K, A> spec) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Objects.requireNonNull(sessionMerger, "sessionMerger can't be null");
        DslCogroupedStream.Folding<K, Windowed<K>, A> folding = new DslCogroupedStream.Folding<>() {
            @Override
            public <V> ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(
                    String storeName, boolean oldValues, Aggregator<? super K, ? super V, A> aggregator) {
                Results results = new Results(storeName, StrategyType.ON_WINDOW_UPDATE, oldValues);
                return new SessionFolding<K, V, A>(initializer, aggregator, sessionMerger).processor(results, windows);
            }
        };
        return cogroup.aggregated(
                given,
                spec,
                new DslCogroupedStream.Aggregation<>(
                        folding,
                        (kept, storeName) -> TableStores.session(
                                kept,
                                storeName,
                                windows,
                                EmitStrategy.onWindowUpdate(),
                                cogroup.graph().storeDefaults()),
                        SessionStoreLookup::new,
                        SessionFolding::serde,
                        SessionFolding.openMs(windows)));
    }
}
