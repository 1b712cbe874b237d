package io.millrace.streams.state;

import java.util.Map;
import org.apache.kafka.common.Configurable;

/**
 * Chooses the stores that the DSL uses where the application has not chosen one itself.
 *
 * <p>An implementation named in the configuration needs a public constructor without parameters.
 */
public interface DslStoreSuppliers extends Configurable {

    /**
     * Receives the application's configuration.
     *
     * @param configs settings by name
     */
    @Override
    default void configure(Map<String, ?> configs) {}

    /**
     * Supplies a key-value store.
     *
     * @param params what the DSL needs it for
     * @return a supplier
     */
    KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params);

    /**
     * Supplies a window store.
     *
     * @param params what the DSL needs it for
     * @return a supplier
     */
    WindowBytesStoreSupplier windowStore(DslWindowParams params);

    /**
     * Supplies a session store.
     *
     * @param params what the DSL needs it for
     * @return a supplier
     */
    SessionBytesStoreSupplier sessionStore(DslSessionParams params);
}
