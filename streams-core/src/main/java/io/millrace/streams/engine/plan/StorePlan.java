package io.millrace.streams.engine.plan;

import io.millrace.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A store of a sub-topology.
 *
 * @param builder makes the store
 * @param changelogTopic full name of its changelog, null if it is not logged
 * @param sourceIsChangelog whether the changelog is a source topic, to which nothing is appended
 */
public record StorePlan(StoreBuilder<?> builder, @Nullable String changelogTopic, boolean sourceIsChangelog) {

    public String name() {
        return builder.name();
    }
}
