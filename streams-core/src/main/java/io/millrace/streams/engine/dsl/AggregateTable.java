package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A table that an aggregation computes. It is always kept in a store, because the aggregation works on it. */
final class AggregateTable<K, V> extends TableNode<K, V> {

    private final StoreBuilder<?> store;
    private final Function<Boolean, ? extends ProcessorSupplier<?, ?, ?, ?>> processor;
    private final Supplier<TableLookup<K, V>> lookup;
    private final @Nullable Long graceMs;
    private boolean sendOldValues;

    /** @param processor makes the aggregating processor, told whether to send old values */
    AggregateTable(
            StoreBuilder<?> store,
            Function<Boolean, ? extends ProcessorSupplier<?, ?, ?, ?>> processor,
            Supplier<TableLookup<K, V>> lookup) {
        this(store, processor, lookup, null);
    }

    /**
     * A table of windows.
     *
     * @param processor makes the aggregating processor, told whether to send old values
     * @param graceMs how long after its end a window still takes records
     */
    AggregateTable(
            StoreBuilder<?> store,
            Function<Boolean, ? extends ProcessorSupplier<?, ?, ?, ?>> processor,
            Supplier<TableLookup<K, V>> lookup,
            @Nullable Long graceMs) {
        this.graceMs = graceMs;
        this.store = store;
        this.processor = processor;
        this.lookup = lookup;
    }

    @Override
    boolean offerOldValues() {
        sendOldValues = true;
        return true;
    }

    @Override
    void requireOldValues() {
        sendOldValues = true;
    }

    @Override
    @Nullable
    Long historyMs() {
        return TableStores.historyMs(store);
    }

    @Override
    @Nullable
    Long graceMs() {
        return graceMs;
    }

    @Override
    Access<K, V> access() {
        return new Access<>(lookup, List.of(store.name()));
    }

    @Override
    StoreBuilder<?> store() {
        return store;
    }

    @Override
    ProcessorSupplier<?, ?, ?, ?> processor() {
        return processor.apply(sendOldValues);
    }
}
