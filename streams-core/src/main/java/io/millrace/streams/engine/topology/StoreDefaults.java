package io.millrace.streams.engine.topology;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.state.DslStoreSuppliers;
import org.jspecify.annotations.Nullable;

/**
 * How stores of the DSL are made where the topology does not say.
 *
 * @param suppliers makes the stores; null for ours on disk
 * @param format what is kept with each value: {@code TIMESTAMPED}, or {@code HEADERS} for headers too
 */
public record StoreDefaults(@Nullable DslStoreSuppliers suppliers, DslStoreFormat format) {

    /** Without a configuration. */
    public static final StoreDefaults UNCONFIGURED = new StoreDefaults(null, DslStoreFormat.TIMESTAMPED);
}
