package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;

/** What the DSL keeps tables in when nobody chose: timestamped stores on disk. */
public final class PersistentSuppliers {

    private PersistentSuppliers() {}

    /** A store of rows. */
    public static KeyValueBytesStoreSupplier keyValue(String name) {
        return Suppliers.keyValue(name, ValueFormat.TIMESTAMPED, Backing.PERSISTENT);
    }

    /** A store of windows, one value for each key and window. */
    public static WindowBytesStoreSupplier window(String name, Duration retention, Duration windowSize) {
        return Suppliers.window(name, retention, windowSize, false, ValueFormat.TIMESTAMPED, Backing.PERSISTENT);
    }
}
