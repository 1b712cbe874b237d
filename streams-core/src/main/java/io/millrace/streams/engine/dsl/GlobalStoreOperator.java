package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;

/**
 * A store that every instance keeps whole, filled from a topic.
 *
 * @param store makes the store
 * @param source reads the topic
 * @param processor name of the processor
 * @param supplier makes the processor that writes what was read to the store
 */
record GlobalStoreOperator(
        StoreBuilder<?> store, SourceOperator source, String processor, ProcessorSupplier<?, ?, ?, ?> supplier)
        implements Operator {

    @Override
    public String name() {
        return processor;
    }

    @Override
    public List<String> parents() {
        return List.of();
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return this;
    }
}
