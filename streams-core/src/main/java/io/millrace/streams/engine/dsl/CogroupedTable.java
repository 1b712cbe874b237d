package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StreamPass;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that several aggregations compute together, in one store. Its operator brings their changes together. */
final class CogroupedTable<K, V> extends TableNode<K, V> {

    private final List<AggregateTable<K, V>> parts;

    /** @param parts at least one */
    CogroupedTable(List<AggregateTable<K, V>> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    boolean offerOldValues() {
        requireOldValues();
        return true;
    }

    @Override
    void requireOldValues() {
        parts.forEach(AggregateTable::requireOldValues);
    }

    @Override
    @Nullable
    Long historyMs() {
        return parts.get(0).historyMs();
    }

    @Override
    @Nullable
    Long graceMs() {
        return parts.get(0).graceMs();
    }

    @Override
    Access<K, V> access() {
        return parts.get(0).access();
    }

    /** The store belongs to the parts. */
    @Override
    @Nullable
    StoreBuilder<?> store() {
        return null;
    }

    @Override
    ProcessorSupplier<?, ?, ?, ?> processor() {
        return StreamPass::new;
    }
}
