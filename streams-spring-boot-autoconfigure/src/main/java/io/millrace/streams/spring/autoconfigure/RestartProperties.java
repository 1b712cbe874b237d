package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Restarts after a failure. */
public class RestartProperties {

    /** How often to restart a topology that a failure has ended before it is given up; 0 for never. */
    private @Nullable Integer maxAttempts;

    /** How long to wait before the first restart; doubles with each further one. */
    private @Nullable Duration backoff;

    /** Longest wait before a restart. */
    private @Nullable Duration maxBackoff;

    /** How long a topology must have run for its earlier restarts to be forgotten. */
    private @Nullable Duration resetAfter;

    public @Nullable Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable Duration getBackoff() {
        return backoff;
    }

    public void setBackoff(@Nullable Duration backoff) {
        this.backoff = backoff;
    }

    public @Nullable Duration getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(@Nullable Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    public @Nullable Duration getResetAfter() {
        return resetAfter;
    }

    public void setResetAfter(@Nullable Duration resetAfter) {
        this.resetAfter = resetAfter;
    }
}
