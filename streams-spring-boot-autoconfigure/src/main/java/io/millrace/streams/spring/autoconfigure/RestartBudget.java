package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.autoconfigure.RunSettings.RestartSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts the restarts of one topology, and says how long to wait before the next. Used under the lock of the runner. */
final class RestartBudget {

    private final RestartSettings settings;
    private int used;
    private long runningSinceNanos;
    private boolean running;

    RestartBudget(RestartSettings settings) {
        this.settings = settings;
    }

    /** Somebody started the topology: what was before no longer counts. */
    void reset() {
        used = 0;
        running = false;
    }

    /** The topology runs. */
    void running(long nowNanos) {
        if (!running) {
            running = true;
            runningSinceNanos = nowNanos;
        }
    }

    /**
     * The topology has failed.
     *
     * @param nowNanos the time
     * @return how long to wait before the next start, or null if it is given up
     */
    @Nullable
    Duration failed(long nowNanos) {
        if (running && nowNanos - runningSinceNanos >= settings.resetAfter().toNanos()) {
            used = 0;
        }
        running = false;
        if (used >= settings.maxAttempts()) {
            return null;
        }
        Duration pause = settings.backoff();
        for (int i = 0; i < used && pause.compareTo(settings.maxBackoff()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        used++;
        return pause.compareTo(settings.maxBackoff()) < 0 ? pause : settings.maxBackoff();
    }

    /** How many restarts were used, and how many there are. */
    @Override
    public String toString() {
        return used + " of " + settings.maxAttempts();
    }
}
