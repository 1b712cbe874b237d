package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A table that an aggregation computes. It is always kept in a store, because the aggregation works on it. */
final class AggregateTable<K, V> extends TableNode<K, V> {

    private final StoreBuilder<?> store;
    private final Function<Boolean, ? extends ProcessorSupplier<?, ?, ?, ?>> processor;
    private final Supplier<TableLookup<K, V>> lookup;
    private boolean sendOldValues;

    /** @param processor makes the aggregating processor, told whether to send old values */
    AggregateTable(
            StoreBuilder<?> store,
            Function<Boolean, ? extends ProcessorSupplier<?, ?, ?, ?>> processor,
            Supplier<TableLookup<K, V>> lookup) {
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
