package io.millrace.streams.processor;

import io.millrace.streams.state.StoreBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the state stores that the processors of a supplier use, so that they are added to the topology and connected without
 * further calls.
 */
public interface ConnectedStoreProvider {

    /**
     * The builders of the stores to add and to connect.
     *
     * <p>A store that several suppliers name is added once, provided they return the same builder instance.
     *
     * @return the store builders, or null (the default) for none
     */
    default @Nullable Set<StoreBuilder<?>> stores() {
        return null;
    }
}
