package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.topology.ExpiringStore;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.StoreBuilder;

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
    public StoreBuilder<T> withCachingEnabled() {
        if (keeps == Keeps.EVERY_VERSION) {
            throw new IllegalStateException("Versioned stores do not support caching");
        }
        return super.withCachingEnabled();
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
