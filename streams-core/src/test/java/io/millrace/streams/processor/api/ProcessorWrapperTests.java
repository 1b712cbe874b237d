package io.millrace.streams.processor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.state.StoreBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorWrapperTests {

    @Test
    void aMarkedSupplierDoesWhatItDidBefore() {
        Processor<String, String, String, String> processor = record -> {};
        Set<StoreBuilder<?>> stores = Set.of();
        ProcessorSupplier<String, String, String, String> supplier = new ProcessorSupplier<>() {
            @Override
            public Processor<String, String, String, String> get() {
                return processor;
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };

        WrappedProcessorSupplier<String, String, String, String> marked = ProcessorWrapper.asWrapped(supplier);

        assertThat(marked.get()).isSameAs(processor);
        assertThat(marked.stores()).isSameAs(stores);
    }

    @Test
    void aMarkedSupplierOfFixedKeysDoesWhatItDidBefore() {
        FixedKeyProcessor<String, String, String> processor = record -> {};

        WrappedFixedKeyProcessorSupplier<String, String, String> marked =
                ProcessorWrapper.asWrappedFixedKey(() -> processor);

        assertThat(marked.get()).isSameAs(processor);
        assertThat(marked.stores()).isNull();
    }
}
