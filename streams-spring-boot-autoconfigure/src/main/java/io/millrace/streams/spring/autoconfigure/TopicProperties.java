package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waiting for source topics. */
public class TopicProperties {

    /** What to wait for before starting. Without waiting, a missing source topic ends the topology. */
    private @Nullable WaitFor wait;

    /**
     * How long to wait for the broker and for the source topics. A topic that was just created is given five seconds to show, even
     * if that is longer.
     */
    private @Nullable Duration waitTimeout;

    /** What to do when the wait runs out. */
    private @Nullable OnTimeout onTimeout;

    /** Whether to create missing source topics with the broker's defaults; for development only. */
    private @Nullable Boolean autoCreate;

    public @Nullable WaitFor getWait() {
        return wait;
    }

    public void setWait(@Nullable WaitFor wait) {
        this.wait = wait;
    }

    public @Nullable Duration getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(@Nullable Duration waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public @Nullable OnTimeout getOnTimeout() {
        return onTimeout;
    }

    public void setOnTimeout(@Nullable OnTimeout onTimeout) {
        this.onTimeout = onTimeout;
    }

    public @Nullable Boolean getAutoCreate() {
        return autoCreate;
    }

    public void setAutoCreate(@Nullable Boolean autoCreate) {
        this.autoCreate = autoCreate;
    }

    /** What to wait for. */
    public enum WaitFor {
        /** Nothing. */
        NONE,
        /** The source topics that the topology names; patterns are not waited for. */
        SOURCES
    }

    /** What to do when the wait runs out. */
    public enum OnTimeout {
        /** Give the topology up. */
        FAIL,
        /** Keep waiting, and say so. */
        KEEP_WAITING
    }
}
