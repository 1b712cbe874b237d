package io.millrace.streams.engine.state.view;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Builds stores of one kind; holds the switches that the user may flip. Not safe for use by several threads at once. */
sealed class ViewBuilder<T extends StateStore> implements StoreBuilder<T> permits ExpiringViewBuilder {

    private final String name;
    private final Recipe<T> recipe;
    private final Map<String, String> logConfig = new HashMap<>();
    private boolean caching;
    private boolean logging = true;

    ViewBuilder(String name, Recipe<T> recipe) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.recipe = recipe;
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
        logging = true;
        logConfig.clear();
        logConfig.putAll(config);
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        logging = false;
        logConfig.clear();
        return this;
    }

    @Override
    public T build() {
        return recipe.build(caching);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public String name() {
        return name;
    }

    /** Makes one store. */
    @FunctionalInterface
    interface Recipe<T> {

        T build(boolean emitAtDrain);
    }
}
