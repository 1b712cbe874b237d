package io.millrace.streams.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Traces and timers of single records. */
public class ObservationProperties {

    /** Whether to observe the processing of each record, for traces and timers, and to pass the context of traces on in headers. */
    private @Nullable Boolean enabled;

    public @Nullable Boolean getEnabled() {
        return enabled;
    }

    public void setEnabled(@Nullable Boolean enabled) {
        this.enabled = enabled;
    }
}
