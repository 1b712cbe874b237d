package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.topology.DefaultedStore;
import io.millrace.streams.engine.topology.StoreDefaults;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.Map;
import java.util.function.Function;

/**
 * Stands for the builder of a store until the configuration of the application is known, which decides about its kind. Built
 * without one, the store is of the default kind.
 */
final class DefaultedStoreBuilder<S extends StateStore> implements StoreBuilder<S>, DefaultedStore {

    private final String name;
    private final Function<StoreDefaults, StoreBuilder<S>> builder;
    private Map<String, String> logConfig;
    private boolean logging;
    private boolean caching;

    /** @param builder makes the builder that is stood for; upkeep is not its business */
    DefaultedStoreBuilder(
            String name, MaterializedSpec.Upkeep upkeep, Function<StoreDefaults, StoreBuilder<S>> builder) {
        this.name = name;
        this.builder = builder;
        this.logging = upkeep.logged();
        this.caching = upkeep.cached();
        this.logConfig = upkeep.topicConfig();
    }

    @Override
    public StoreBuilder<S> with(StoreDefaults defaults) {
        StoreBuilder<S> made = builder.apply(defaults);
        StoreBuilder<S> logged = logging ? made.withLoggingEnabled(logConfig) : made.withLoggingDisabled();
        return caching ? logged.withCachingEnabled() : logged.withCachingDisabled();
    }

    @Override
    public StoreBuilder<S> withCachingEnabled() {
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<S> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        logging = true;
        logConfig = Map.copyOf(config);
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        logging = false;
        logConfig = Map.of();
        return this;
    }

    @Override
    public S build() {
        return with(StoreDefaults.UNCONFIGURED).build();
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
}
