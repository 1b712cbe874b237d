package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.Set;

/** A supplier of processors that brings their stores along, so that a user's wrapper sees them too. */
record StoringSupplier<KIn, VIn, KOut, VOut>(
        ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, Set<StoreBuilder<?>> stores)
        implements ProcessorSupplier<KIn, VIn, KOut, VOut> {

    @Override
    public Processor<KIn, VIn, KOut, VOut> get() {
        return supplier.get();
    }
}
