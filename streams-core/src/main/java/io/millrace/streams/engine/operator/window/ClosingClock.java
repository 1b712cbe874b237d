package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.engine.state.TaskNotes;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.ProcessingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when final results of closed windows are to be sent. Finding them is not free, so it is done at intervals of the wall
 * clock; but before they can expire from their store in any case. Up to where results were sent is noted with the positions of
 * the task, so that a restart sends nothing again.
 */
final class ClosingClock {

    private static final String INTERVAL_CONFIG = "__emit.interval.ms.kstreams.windowed.aggregation__";
    private static final long DEFAULT_INTERVAL_MS = 0L;
    private static final long NEVER = -1L;

    private final ProcessingContext context;
    private final long intervalMs;
    private final long slackMs;
    private final @Nullable Expiring expiring;
    private long nextMs;
    private long sentUntilMs = NEVER;
    private long lookedUntilMs;

    /** @param neededMs how long the store must keep a window for it to be there when it closes */
    ClosingClock(ProcessingContext context, StateStore store, long neededMs) {
        this.context = context;
        this.intervalMs = interval(context.appConfigs());
        this.expiring = store instanceof Expiring known ? known : null;
        this.slackMs = expiring == null ? 0 : Math.max(0, expiring.retentionMs() - neededMs);
        this.nextMs = context.currentSystemTimeMs() + intervalMs;
        if (context instanceof TaskNotes notes) {
            Long noted = notes.noted(store.name());
            sentUntilMs = noted == null ? NEVER : noted;
            notes.keep(store.name(), this::sentUntilMs);
        }
        lookedUntilMs = sentUntilMs;
    }

    private static long interval(Map<String, Object> configs) {
        Object value = configs.get(INTERVAL_CONFIG);
        if (value instanceof Number number) {
            return number.longValue();
        }
        return value instanceof String text ? Long.parseLong(text) : DEFAULT_INTERVAL_MS;
    }

    /** The time until which windows were closed when results were last sent, -1 if none were. */
    long sentUntilMs() {
        return sentUntilMs;
    }

    /** Whether results are to be sent now of the windows that are closed at this time. */
    boolean isDue(long closedUntilMs) {
        if (closedUntilMs <= sentUntilMs) {
            return false;
        }
        if (lookedUntilMs == NEVER) {
            lookedUntilMs = closedUntilMs;
        }
        long nowMs = context.currentSystemTimeMs();
        if (nowMs < nextMs) {
            return closedUntilMs - lookedUntilMs > slackMs;
        }
        nextMs = nowMs + intervalMs;
        return true;
    }

    /**
     * Whether a write may make the store forget something of which no result was sent.
     *
     * @param writeMs the latest time that is written
     * @param unsentMs where in the store that of which no result was sent begins
     */
    boolean isLast(long writeMs, long unsentMs) {
        return expiring != null && writeMs - expiring.retentionMs() >= unsentMs;
    }

    /** Notes that the results of all windows closed at this time were sent. */
    void sent(long closedUntilMs) {
        sentUntilMs = closedUntilMs;
        lookedUntilMs = closedUntilMs;
    }
}
