package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a processor node runs. */
sealed interface Work {

    /** A processor with the stores it is connected to. */
    record Plain(ProcessorSupplier<?, ?, ?, ?> supplier, List<String> stores) implements Work {

        public Plain {
            stores = List.copyOf(stores);
        }
    }

    /** A processor of ours that keeps the key, without stores. */
    record KeyKeeping<K, V, VOut>(ProcessorSupplier<K, V, K, VOut> supplier) implements Work {

        /** The form that says that the key is kept. */
        FixedKeyProcessorSupplier<K, V, VOut> fixedKey() {
            return () -> new io.millrace.streams.engine.operator.KeyKeeping<>(supplier.get());
        }
    }

    /** A processor that keeps the key, with the stores it is connected to. */
    record FixedKey(FixedKeyProcessorSupplier<?, ?, ?> supplier, List<String> stores) implements Work {

        public FixedKey {
            stores = List.copyOf(stores);
        }
    }

    /**
     * The processor of a table; how it works and whether it has a store is known when the whole graph is.
     *
     * @param changelog the topic that the table is read from, if its store is to be restored from there; otherwise null
     */
    record OfTable(TableNode<?, ?> table, @Nullable String changelog) implements Work {

        OfTable(TableNode<?, ?> table) {
            this(table, null);
        }
    }

    /** A processor that can only be made when the whole graph is there, with the stores it is connected to. */
    record Late(Supplier<ProcessorSupplier<?, ?, ?, ?>> supplier, List<String> stores) implements Work {

        public Late {
            stores = List.copyOf(stores);
        }
    }

    /** A processor without stores. */
    static Work of(ProcessorSupplier<?, ?, ?, ?> supplier) {
        return new Plain(supplier, List.of());
    }
}
