package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.table.TableTransform;
import io.millrace.streams.engine.operator.table.TransformedLookup;
import io.millrace.streams.kstream.ValueTransformerWithKeySupplier;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A table computed from another by a transformer. It is kept in a store only if the user named one. */
final class TransformedTable<K, V0, V> extends TableNode<K, V> {

    private final TableNode<K, V0> parent;
    private final ValueTransformerWithKeySupplier<? super K, ? super V0, ? extends V> transformers;
    private final @Nullable StoreBuilder<?> store;
    private final List<String> userStores;
    private final Versions versions;
    private boolean sendOldValues;

    TransformedTable(
            TableNode<K, V0> parent,
            ValueTransformerWithKeySupplier<? super K, ? super V0, ? extends V> transformers,
            @Nullable StoreBuilder<?> store,
            List<String> userStores,
            Versions versions) {
        this.parent = parent;
        this.transformers = transformers;
        this.store = store;
        this.userStores = userStores;
        this.versions = versions;
    }

    @Override
    boolean offerOldValues() {
        boolean known = store != null || parent.offerOldValues();
        sendOldValues |= known;
        return known;
    }

    @Override
    void requireOldValues() {
        if (store == null) {
            parent.requireOldValues();
        }
        sendOldValues = true;
    }

    @Override
    @Nullable
    Long historyMs() {
        return store == null ? parent.historyMs() : TableStores.historyMs(store);
    }

    @Override
    boolean isVersioned() {
        return versions.areTold(parent, store);
    }

    @Override
    @Nullable
    Long graceMs() {
        return parent.graceMs();
    }

    @Override
    Access<K, V> access() {
        if (store != null) {
            String storeName = store.name();
            return new Access<>(() -> new StoreLookup<>(storeName), List.of(storeName));
        }
        Access<K, V0> source = parent.access();
        Supplier<TableLookup<K, V>> lookup =
                () -> new TransformedLookup<>(source.lookup().get(), transformers.get());
        return new Access<>(lookup, source.stores());
    }

    @Override
    @Nullable
    StoreBuilder<?> store() {
        return store;
    }

    @Override
    List<String> userStores() {
        return userStores;
    }

    @Override
    ProcessorSupplier<K, Change<V0>, K, Change<V>> processor() {
        String storeName = store == null ? null : store.name();
        boolean oldValues = sendOldValues;
        boolean tellsOutOfOrder = isVersioned();
        return new ProcessorSupplier<>() {

            @Override
            public Processor<K, Change<V0>, K, Change<V>> get() {
                return new TableTransform<>(transformers.get(), storeName, oldValues, tellsOutOfOrder);
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return transformers.stores();
            }
        };
    }
}
