package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.suppress.Suppress;
import io.millrace.streams.engine.operator.suppress.SuppressTerms;
import io.millrace.streams.engine.operator.suppress.SuppressedLookup;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table whose changes are held back. Its store holds the changes, not the table. */
final class SuppressedTable<K, V> extends TableNode<K, V> {

    private final TableNode<K, V> parent;
    private final SuppressTerms<K, V> terms;
    private final StoreBuilder<?> store;

    SuppressedTable(TableNode<K, V> parent, SuppressTerms<K, V> terms) {
        this.parent = parent;
        this.terms = terms;
        StoreBuilder<?> builder = ViewBuilders.heldChanges(terms.storeName());
        Map<String, String> logConfig = terms.buffer().logConfig();
        this.store = logConfig == null ? builder.withLoggingDisabled() : builder.withLoggingEnabled(logConfig);
        // What the table was before a change is held is only known from the change.
        parent.requireOldValues();
    }

    @Override
    boolean offerOldValues() {
        return true;
    }

    @Override
    void requireOldValues() {
        // The parent has them already.
    }

    @Override
    @Nullable
    Long graceMs() {
        return parent.graceMs();
    }

    @Override
    Access<K, V> access() {
        Access<K, V> source = parent.access();
        List<String> stores = new ArrayList<>(List.of(terms.storeName()));
        stores.addAll(source.stores());
        return new Access<>(() -> new SuppressedLookup<>(source.lookup().get(), terms), stores);
    }

    @Override
    StoreBuilder<?> store() {
        return store;
    }

    @Override
    ProcessorSupplier<K, Change<V>, K, Change<V>> processor() {
        if (parent.isVersioned()) {
            throw new TopologyException("suppress() is only supported for non-versioned KTables"
                    + " (note that version semantics might be inherited from upstream)");
        }
        return () -> new Suppress<>(terms);
    }
}
