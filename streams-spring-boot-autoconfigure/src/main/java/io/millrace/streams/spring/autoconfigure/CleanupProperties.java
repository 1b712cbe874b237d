package io.millrace.streams.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Deletion of local state. */
public class CleanupProperties {

    /** Whether to delete the local state before each start, which then restores all of it; for development only. */
    private @Nullable Boolean onStartup;

    /** Whether to delete the local state after each stop; for development only. */
    private @Nullable Boolean onShutdown;

    public @Nullable Boolean getOnStartup() {
        return onStartup;
    }

    public void setOnStartup(@Nullable Boolean onStartup) {
        this.onStartup = onStartup;
    }

    public @Nullable Boolean getOnShutdown() {
        return onShutdown;
    }

    public void setOnShutdown(@Nullable Boolean onShutdown) {
        this.onShutdown = onShutdown;
    }
}
