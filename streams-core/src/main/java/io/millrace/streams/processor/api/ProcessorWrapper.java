package io.millrace.streams.processor.api;

import io.millrace.streams.state.StoreBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the processors of a topology, those of the DSL included, for instance to trace or to count what they do.
 *
 * <p>Name the class in {@code processor.wrapper.class}; it needs a public constructor without parameters. The configuration must
 * be given to the topology when it is built (see {@link io.millrace.streams.TopologyConfig}).
 */
public interface ProcessorWrapper extends Configurable {

    /**
     * Takes the configuration of the application. Does nothing unless overridden.
     *
     * @param configs the key-value pairs
     */
    @Override
    default void configure(Map<String, ?> configs) {}

    /**
     * Wraps the supplier of a node.
     *
     * @param <KIn> the type of the input keys
     * @param <VIn> the type of the input values
     * @param <KOut> the type of the forwarded keys
     * @param <VOut> the type of the forwarded values
     * @param processorName the name of the node
     * @param processorSupplier the supplier
     * @return the wrapper, or {@link #asWrapped} of the supplier to leave the node as it is
     */
    <
                    KIn extends @Nullable Object,
                    VIn extends @Nullable Object,
                    KOut extends @Nullable Object,
                    VOut extends @Nullable Object>
            WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                    String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier);

    /**
     * Wraps the supplier of a node that leaves keys as they are.
     *
     * @param <KIn> the type of the keys
     * @param <VIn> the type of the input values
     * @param <VOut> the type of the forwarded values
     * @param processorName the name of the node
     * @param processorSupplier the supplier
     * @return the wrapper, or {@link #asWrappedFixedKey} of the supplier to leave the node as it is
     */
    <KIn extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
            WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                    String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier);

    /**
     * Marks a supplier as wrapped without changing what it does.
     *
     * @param <KIn> the type of the input keys
     * @param <VIn> the type of the input values
     * @param <KOut> the type of the forwarded keys
     * @param <VOut> the type of the forwarded values
     * @param processorSupplier the supplier
     * @return a supplier of the same processors and stores
     */
    static <
                    KIn extends @Nullable Object,
                    VIn extends @Nullable Object,
                    KOut extends @Nullable Object,
                    VOut extends @Nullable Object>
            WrappedProcessorSupplier<KIn, VIn, KOut, VOut> asWrapped(
                    ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier) {
        return new WrappedProcessorSupplier<KIn, VIn, KOut, VOut>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return processorSupplier.get();
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return processorSupplier.stores();
            }
        };
    }

    /**
     * Marks a supplier as wrapped without changing what it does.
     *
     * @param <KIn> the type of the keys
     * @param <VIn> the type of the input values
     * @param <VOut> the type of the forwarded values
     * @param processorSupplier the supplier
     * @return a supplier of the same processors and stores
     */
    static <KIn extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
            WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> asWrappedFixedKey(
                    FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier) {
        return new WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut>() {
            @Override
            public FixedKeyProcessor<KIn, VIn, VOut> get() {
                return processorSupplier.get();
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return processorSupplier.stores();
            }
        };
    }
}
