package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the graph knows of a table: where it is kept, and who wants its old values. That is only settled when the whole graph is
 * there, so the processor is asked for last.
 */
abstract sealed class TableNode<K, V>
        permits SourceTable,
                DerivedTable,
                AggregateTable,
                CogroupedTable,
                JoinedTable,
                TransformedTable,
                SuppressedTable {

    /** What becomes of a parent's versions where a table is computed from it. */
    enum Versions {
        /** Changes out of order are told so, unless the table's own store says otherwise. */
        PASSED_ON,
        /** Asked for as {@code Materialized} without a name: the table is not kept, and all its changes count. */
        FORGOTTEN;

        static Versions of(@Nullable MaterializedSpec<?, ?> materialized) {
            return materialized == null || materialized.name() != null ? PASSED_ON : FORGOTTEN;
        }

        boolean areTold(TableNode<?, ?> parent, @Nullable StoreBuilder<?> store) {
            return store == null ? this == PASSED_ON && parent.isVersioned() : TableStores.isVersioned(store);
        }
    }

    /** How another operator looks keys up in the table, and the stores it must be connected to for that. */
    record Access<K, V>(Supplier<TableLookup<K, V>> lookup, List<String> stores) {}

    /**
     * Asks for old values in the changes of this table, if it can be had without another store.
     *
     * @return whether the changes will have them
     */
    abstract boolean offerOldValues();

    /** Makes sure that the changes of this table have old values, with another store if need be. */
    abstract void requireOldValues();

    /** Makes sure that keys can be looked up, with another store if need be. */
    abstract Access<K, V> access();

    /** The store of the table, null if it has none. */
    abstract @Nullable StoreBuilder<?> store();

    /** Whether changes may come out of order and be told so, because the table or what it is computed from keeps versions. */
    boolean isVersioned() {
        return historyMs() != null;
    }

    /** How long the versions of a key can be asked for where keys are looked up; null if there is only the current one. */
    @Nullable
    Long historyMs() {
        return null;
    }

    /** How long after its end a window of the table still takes records; null if its keys have no windows. */
    @Nullable
    Long graceMs() {
        return null;
    }

    /** Stores of the user's that the processor uses beside that of the table. */
    List<String> userStores() {
        return List.of();
    }

    /** Makes the processor that computes the table. */
    abstract ProcessorSupplier<?, ?, ?, ?> processor();
}
