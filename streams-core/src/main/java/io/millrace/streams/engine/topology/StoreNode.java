package io.millrace.streams.engine.topology;

import io.millrace.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A state store of the topology.
 *
 * @param builder makes the store
 * @param sourceTopic the source topic that is also the store's changelog, null if it has a changelog of its own or none
 */
public record StoreNode(StoreBuilder<?> builder, @Nullable String sourceTopic) {

    public String name() {
        return builder.name();
    }
}
