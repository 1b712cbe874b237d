package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.table.JoinLookup;
import io.millrace.streams.engine.operator.table.RowJoin;
import io.millrace.streams.engine.operator.table.TableJoin;
import io.millrace.streams.engine.operator.table.TableMerge;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A join of two tables by their key. It is kept in a store only if the user asked for one. */
final class JoinedTable<K, V1, V2, V> extends TableNode<K, V> {

    private final TableNode<K, V1> leftTable;
    private final TableNode<K, V2> rightTable;
    private final Access<K, V1> left;
    private final Access<K, V2> right;
    private final RowJoin<V1, V2, V> rows;
    private final @Nullable StoreBuilder<?> store;
    private boolean sendOldValues;

    JoinedTable(
            TableNode<K, V1> left, TableNode<K, V2> right, RowJoin<V1, V2, V> rows, @Nullable StoreBuilder<?> store) {
        this.leftTable = left;
        this.rightTable = right;
        this.left = left.access();
        this.right = right.access();
        this.rows = rows;
        this.store = store;
        // Where a row may be joined with nothing, only the old value tells a removal from a key that never was there.
        if (!rows.needsRight()) {
            left.requireOldValues();
        }
        if (!rows.needsLeft()) {
            right.requireOldValues();
        }
    }

    /** What joins the changes of the left table. */
    Work leftSide() {
        Supplier<ProcessorSupplier<?, ?, ?, ?>> supplier = () -> {
            boolean oldValues = sendOldValues;
            ProcessorSupplier<K, Change<V1>, K, Change<V>> side =
                    () -> new TableJoin<>(right.lookup().get(), rows, oldValues);
            return side;
        };
        return new Work.Late(supplier, right.stores());
    }

    /** What joins the changes of the right table. */
    Work rightSide() {
        Supplier<ProcessorSupplier<?, ?, ?, ?>> supplier = () -> {
            boolean oldValues = sendOldValues;
            ProcessorSupplier<K, Change<V2>, K, Change<V>> side =
                    () -> new TableJoin<>(left.lookup().get(), rows.mirrored(), oldValues);
            return side;
        };
        return new Work.Late(supplier, left.stores());
    }

    @Override
    boolean offerOldValues() {
        requireOldValues();
        return true;
    }

    @Override
    void requireOldValues() {
        leftTable.requireOldValues();
        rightTable.requireOldValues();
        sendOldValues = true;
    }

    @Override
    @Nullable
    Long historyMs() {
        return store == null ? null : TableStores.historyMs(store);
    }

    @Override
    @Nullable
    Long graceMs() {
        Long one = leftTable.graceMs();
        Long other = rightTable.graceMs();
        return one == null || (other != null && other > one) ? other : one;
    }

    @Override
    Access<K, V> access() {
        if (store != null) {
            String storeName = store.name();
            return new Access<>(() -> new StoreLookup<>(storeName), List.of(storeName));
        }
        Set<String> stores = new LinkedHashSet<>(left.stores());
        stores.addAll(right.stores());
        return new Access<>(
                () -> new JoinLookup<>(left.lookup().get(), right.lookup().get(), rows), List.copyOf(stores));
    }

    @Override
    @Nullable
    StoreBuilder<?> store() {
        return store;
    }

    @Override
    ProcessorSupplier<K, Change<V>, K, Change<V>> processor() {
        String storeName = store == null ? null : store.name();
        boolean oldValues = sendOldValues;
        return () -> new TableMerge<>(storeName, oldValues);
    }
}
