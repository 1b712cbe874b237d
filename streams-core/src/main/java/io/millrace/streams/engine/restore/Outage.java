package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A time in which the broker does not answer a restore worker. Owned by the worker's thread. */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final Supplier<String> waiting;
    private final RestoreWorker.Timing timing;
    private final Clock clock;
    private long retryAtMs;
    private long warnAtMs;

    /** @param waiting who waits, for what */
    Outage(Supplier<String> waiting, RestoreWorker.Timing timing, Clock clock) {
        this.waiting = waiting;
        this.timing = timing;
        this.clock = clock;
        over();
    }

    /** The broker did not answer; answers with how many milliseconds to wait before it is asked again. */
    long note(RetriableException error) {
        long nowMs = clock.elapsedMs();
        retryAtMs = nowMs + timing.retryBackoff().toMillis();
        if (nowMs >= warnAtMs) {
            warnAtMs = nowMs + timing.warnInterval().toMillis();
            log.warn("{}: {}", waiting.get(), error.toString());
        }
        return timing.retryBackoff().toMillis();
    }

    void over() {
        retryAtMs = clock.elapsedMs();
        warnAtMs = retryAtMs;
    }

    void retryNow() {
        retryAtMs = clock.elapsedMs();
    }

    long remainingMs() {
        return Math.max(0, retryAtMs - clock.elapsedMs());
    }
}
