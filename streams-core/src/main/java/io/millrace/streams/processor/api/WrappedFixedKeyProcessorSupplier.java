package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * A supplier that a {@link ProcessorWrapper} has had in its hands, so that it is not wrapped twice.
 *
 * @param <KIn> the type of the keys
 * @param <VIn> the type of the input values
 * @param <VOut> the type of the forwarded values
 */
@FunctionalInterface
public interface WrappedFixedKeyProcessorSupplier<
                KIn extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
        extends FixedKeyProcessorSupplier<KIn, VIn, VOut> {}
