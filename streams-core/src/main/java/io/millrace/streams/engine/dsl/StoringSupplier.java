package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.LinkedHashSet;
import java.util.Set;

/** A supplier of processors that brings their stores along, so that a user's wrapper sees them too. */
record StoringSupplier<KIn, VIn, KOut, VOut>(
        ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, Set<StoreBuilder<?>> stores)
        implements ProcessorSupplier<KIn, VIn, KOut, VOut> {

    /** A supplier that brings a store beside those it brings already. */
    static <KIn, VIn, KOut, VOut> StoringSupplier<KIn, VIn, KOut, VOut> of(
            ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, StoreBuilder<?> store) {
        Set<StoreBuilder<?>> own = supplier.stores();
        Set<StoreBuilder<?>> all = new LinkedHashSet<>(own == null ? Set.of() : own);
        all.add(store);
        return new StoringSupplier<>(supplier, all);
    }

    @Override
    public Processor<KIn, VIn, KOut, VOut> get() {
        return supplier.get();
    }
}
