package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.topology.ExpiringStore;
import io.millrace.streams.processor.StateStore;

/** Builds stores that forget by age. */
final class ExpiringViewBuilder<T extends StateStore> extends ViewBuilder<T> implements ExpiringStore {

    private final long retentionMs;
    private final Keeps keeps;

    ExpiringViewBuilder(String name, long retentionMs, Keeps keeps, Recipe<T> recipe) {
        super(name, recipe);
        this.retentionMs = retentionMs;
        this.keeps = keeps;
    }

    @Override
    public long retentionMs() {
        return retentionMs;
    }

    @Override
    public Keeps keeps() {
        return keeps;
    }
}
