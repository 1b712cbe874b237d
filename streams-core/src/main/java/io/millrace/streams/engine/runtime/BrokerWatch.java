package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when stream threads hear nothing from the brokers. The state of the client does not tell: it is that of the threads and their
 * tasks, which wait. Looked at by the housekeeping thread; any thread may ask.
 */
final class BrokerWatch {

    /** How often somebody must look. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A silence that is worth a warning: three heartbeats that were not answered. */
    private static final long LONG_MS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);

    private final String client;
    private final Supplier<List<WorkerThread>> workers;
    private final Clock clock;
    private boolean silent;

    BrokerWatch(String client, Supplier<List<WorkerThread>> workers, Clock clock) {
        this.client = client;
        this.workers = workers;
        this.clock = clock;
    }

    /** For how long the thread has heard nothing that has waited longest. */
    long silenceMs() {
        long elapsedMs = clock.elapsedMs(); // Setting the wall clock is no silence.
        long longest = 0;
        for (WorkerThread worker : workers.get()) {
            longest = Math.max(longest, worker.brokerSilenceMs(elapsedMs));
        }
        return longest;
    }

    /** Says so in the log when brokers fall silent and when they are heard again. */
    void look() {
        long silenceMs = silenceMs();
        if (silenceMs >= LONG_MS && !silent) {
            silent = true;
            log.warn(
                    "{} has heard nothing from its brokers for {} ms: processing goes on by itself once they are"
                            + " reached",
                    client,
                    silenceMs);
        } else if (silenceMs < LONG_MS && silent) {
            silent = false;
            log.info("{} hears its brokers again", client);
        }
    }
}
