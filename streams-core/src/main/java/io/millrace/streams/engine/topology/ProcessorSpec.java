package io.millrace.streams.engine.topology;

import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A processor node. Exactly one of the two suppliers is given.
 *
 * @param supplier makes the processor, null if it keeps the key fixed
 * @param fixedKeySupplier makes the processor that keeps the key fixed
 * @param stores names of the stores the processor may use, in the order they were connected
 */
public record ProcessorSpec(
        String name,
        List<String> parents,
        @Nullable ProcessorSupplier<?, ?, ?, ?> supplier,
        @Nullable FixedKeyProcessorSupplier<?, ?, ?> fixedKeySupplier,
        Set<String> stores)
        implements NodeSpec {

    public ProcessorSpec {
        parents = List.copyOf(parents);
        stores = Collections.unmodifiableSet(new LinkedHashSet<>(stores));
    }
}
