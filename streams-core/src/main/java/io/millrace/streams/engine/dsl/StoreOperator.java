package io.millrace.streams.engine.dsl;

import io.millrace.streams.state.StoreBuilder;
import java.util.List;

/** A store of the user's, for processors to connect to. */
record StoreOperator(StoreBuilder<?> builder) implements Operator {

    @Override
    public String name() {
        return builder.name();
    }

    @Override
    public List<String> parents() {
        return List.of();
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return this;
    }
}
