package io.millrace.streams.processor.api;

import io.millrace.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates the processors of a node that leaves keys as they are, one for each task.
 *
 * @param <KIn> the type of the keys
 * @param <VIn> the type of the input values
 * @param <VOut> the type of the forwarded values
 */
@FunctionalInterface
public interface FixedKeyProcessorSupplier<
                KIn extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
        extends ConnectedStoreProvider, Supplier<FixedKeyProcessor<KIn, VIn, VOut>> {

    /**
     * Creates a processor. Each call must answer a new instance; the topology refuses a supplier that repeats itself.
     *
     * @return a new processor
     */
    @Override
    FixedKeyProcessor<KIn, VIn, VOut> get();
}
