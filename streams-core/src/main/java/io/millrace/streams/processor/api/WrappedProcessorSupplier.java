package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * A supplier that a {@link ProcessorWrapper} has had in its hands, so that it is not wrapped twice.
 *
 * @param <KIn> the type of the input keys
 * @param <VIn> the type of the input values
 * @param <KOut> the type of the forwarded keys
 * @param <VOut> the type of the forwarded values
 */
@FunctionalInterface
public interface WrappedProcessorSupplier<
                KIn extends @Nullable Object,
                VIn extends @Nullable Object,
                KOut extends @Nullable Object,
                VOut extends @Nullable Object>
        extends ProcessorSupplier<KIn, VIn, KOut, VOut> {}
