package io.millrace.streams.processor.api;

import io.millrace.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates the processors of a node, one for each task.
 *
 * @param <KIn> the type of the input keys
 * @param <VIn> the type of the input values
 * @param <KOut> the type of the forwarded keys
 * @param <VOut> the type of the forwarded values
 */
@FunctionalInterface
public interface ProcessorSupplier<
                KIn extends @Nullable Object,
                VIn extends @Nullable Object,
                KOut extends @Nullable Object,
                VOut extends @Nullable Object>
        extends ConnectedStoreProvider, Supplier<Processor<KIn, VIn, KOut, VOut>> {

    /**
     * Creates a processor. Each call must answer a new instance; the topology refuses a supplier that repeats itself.
     *
     * @return a new processor
     */
    @Override
    Processor<KIn, VIn, KOut, VOut> get();
}
