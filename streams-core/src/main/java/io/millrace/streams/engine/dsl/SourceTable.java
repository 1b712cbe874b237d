package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableSource;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table read from a topic or made of a stream. It is kept in a store if the user named one, or when somebody needs it. */
final class SourceTable<K, V> extends TableNode<K, V> {

    private final StoreBuilder<?> store;
    private boolean kept;
    private boolean sendOldValues;

    /**
     * @param store the store, should the table have to be kept
     * @param kept whether the user wants it kept
     */
    SourceTable(StoreBuilder<?> store, boolean kept) {
        this.store = store;
        this.kept = kept;
    }

    @Override
    boolean offerOldValues() {
        sendOldValues |= kept;
        return kept;
    }

    @Override
    @Nullable
    Long historyMs() {
        return TableStores.historyMs(store);
    }

    @Override
    void requireOldValues() {
        kept = true;
        sendOldValues = true;
    }

    @Override
    Access<K, V> access() {
        kept = true;
        return new Access<>(() -> new StoreLookup<>(store.name()), List.of(store.name()));
    }

    @Override
    @Nullable
    StoreBuilder<?> store() {
        return kept ? store : null;
    }

    @Override
    ProcessorSupplier<K, V, K, Change<V>> processor() {
        String storeName = kept ? store.name() : null;
        boolean oldValues = sendOldValues;
        return () -> new TableSource<>(storeName, oldValues);
    }
}
