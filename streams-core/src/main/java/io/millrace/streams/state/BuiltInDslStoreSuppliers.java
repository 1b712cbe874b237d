package io.millrace.streams.state;

import io.millrace.streams.engine.state.view.Suppliers;

/** The kinds of stores that operators of the DSL use unless they are told otherwise. */
public class BuiltInDslStoreSuppliers {

    /** On disk, in RocksDB. The default. */
    public static final DslStoreSuppliers ROCKS_DB = new RocksDBDslStoreSuppliers();

    /** On the heap. */
    public static final DslStoreSuppliers IN_MEMORY = new InMemoryDslStoreSuppliers();

    /** Creates nothing of use; all members are static. */
    public BuiltInDslStoreSuppliers() {}

    /** Stores on disk, in RocksDB. */
    public static class RocksDBDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return Suppliers.PERSISTENT.keyValue(params);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return Suppliers.PERSISTENT.window(params);
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return Suppliers.PERSISTENT.session(params);
        }
    }

    /** Stores on the heap. */
    public static class InMemoryDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return Suppliers.IN_MEMORY.keyValue(params);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return Suppliers.IN_MEMORY.window(params);
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return Suppliers.IN_MEMORY.session(params);
        }
    }
}
