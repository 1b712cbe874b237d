package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.MappedLookup;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.TableMapValues;
import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A table computed from another, value by value. It is kept in a store only if the user named one. */
final class DerivedTable<K, V0, V> extends TableNode<K, V> {

    /** What a table makes of a key without a value before and after. */
    enum Absence {
        /** Told, as a removal: the parent did not say what was before. */
        TOLD,
        /** Not told, if the old value is at hand. A filter would otherwise tell of every record it lets not pass. */
        SKIPPED
    }

    private final TableNode<K, V0> parent;
    private final ValueMapperWithKey<? super K, ? super V0, ? extends @Nullable V> mapper;
    private final @Nullable StoreBuilder<?> store;
    private final Absence absence;
    private final Versions versions;
    private boolean skipAbsent;
    private boolean sendOldValues;

    DerivedTable(
            TableNode<K, V0> parent,
            ValueMapperWithKey<? super K, ? super V0, ? extends @Nullable V> mapper,
            @Nullable StoreBuilder<?> store,
            Absence absence,
            Versions versions) {
        this.parent = parent;
        this.mapper = mapper;
        this.store = store;
        this.absence = absence;
        this.versions = versions;
        // A versioned parent is asked too, because filters in front of it then skip; what it tells out of order must
        // not be judged.
        this.skipAbsent = absence == Absence.SKIPPED && parent.offerOldValues() && !parent.isVersioned();
    }

    @Override
    boolean offerOldValues() {
        return sendOldValuesIf(store != null || parent.offerOldValues());
    }

    @Override
    void requireOldValues() {
        if (store == null) {
            parent.requireOldValues();
        }
        sendOldValuesIf(true);
    }

    private boolean sendOldValuesIf(boolean known) {
        sendOldValues |= known;
        skipAbsent |= known && absence == Absence.SKIPPED && !parent.isVersioned();
        return known;
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
                () -> new MappedLookup<>(source.lookup().get(), mapper);
        return new Access<>(lookup, source.stores());
    }

    @Override
    @Nullable
    StoreBuilder<?> store() {
        return store;
    }

    @Override
    ProcessorSupplier<K, Change<V0>, K, Change<V>> processor() {
        String storeName = store == null ? null : store.name();
        boolean oldValues = sendOldValues;
        boolean skips = skipAbsent;
        boolean tellsOutOfOrder = isVersioned();
        return () -> new TableMapValues<>(mapper, storeName, oldValues, skips, tellsOutOfOrder);
    }
}
