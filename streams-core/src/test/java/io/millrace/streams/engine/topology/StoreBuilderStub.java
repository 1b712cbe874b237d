package io.millrace.streams.engine.topology;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.Map;

/** A builder that is described but never asked to build. */
public class StoreBuilderStub implements StoreBuilder<StateStore> {

    private final String name;
    private boolean logged = true;
    private Map<String, String> logConfig = Map.of();

    public StoreBuilderStub(String name) {
        this.name = name;
    }

    /** A builder of stores that forget by age. */
    public static final class Expiring extends StoreBuilderStub implements ExpiringStore {

        private final long retentionMs;
        private final Keeps keeps;

        public Expiring(String name, long retentionMs, Keeps keeps) {
            super(name);
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

    @Override
    public StoreBuilder<StateStore> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<StateStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<StateStore> withLoggingEnabled(Map<String, String> config) {
        logged = true;
        logConfig = config;
        return this;
    }

    @Override
    public StoreBuilder<StateStore> withLoggingDisabled() {
        logged = false;
        return this;
    }

    @Override
    public StateStore build() {
        throw new AssertionError("not built in these tests");
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logged;
    }

    @Override
    public String name() {
        return name;
    }
}
