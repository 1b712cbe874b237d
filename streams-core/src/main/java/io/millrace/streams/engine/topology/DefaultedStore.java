package io.millrace.streams.engine.topology;

import io.millrace.streams.state.StoreBuilder;

/**
 * A store builder that leaves something to the configuration of the application. Whoever runs a topology asks it for a builder
 * that does not.
 */
@FunctionalInterface
public interface DefaultedStore {

    /** A builder of the same store. */
    StoreBuilder<?> with(StoreDefaults defaults);
}
