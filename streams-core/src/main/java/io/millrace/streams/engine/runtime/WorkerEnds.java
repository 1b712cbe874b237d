package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the ends of workers that were told to stop. The user's code may take its time. For the brokers, each worker may wait as long as
 * a request, all its waits together; what they have not taken then is left undone, like after a crash, so that an end without brokers is
 * an end all the same. Used by the thread that closes the client.
 */
final class WorkerEnds {

    private static final Logger log = LoggerFactory.getLogger(WorkerEnds.class);

    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int LOOKS_BETWEEN_EXIT_CHECKS = 10;

    private final Duration limit;
    private final Clock clock;
    private final long startMs;

    /** @param limit how long a worker may wait for the brokers */
    WorkerEnds(Duration limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.startMs = clock.elapsedMs();
    }

    /**
     * Waits.
     *
     * @return whether all have ended; false if the rest never will, because they called {@link System#exit}
     */
    boolean await(List<WorkerThread> workers) {
        List<Awaited> rest = new ArrayList<>();
        workers.forEach(worker -> rest.add(new Awaited(worker)));
        long lookedMs = startMs;
        for (int looks = 1; ; looks++) {
            rest.removeIf(awaited -> awaited.worker.awaitEnd(Duration.ZERO));
            if (rest.isEmpty()) {
                return true;
            }
            if (looks % LOOKS_BETWEEN_EXIT_CHECKS == 0
                    && rest.stream().allMatch(awaited -> awaited.worker.isExiting())) {
                rest.forEach(awaited -> log.warn(
                        "{} called System.exit and is not waited for: what it processed since its last commit will be"
                                + " processed again",
                        awaited.worker.name()));
                return false;
            }
            rest.get(0).worker.awaitEnd(LOOK);
            long nowMs = clock.elapsedMs();
            for (Awaited awaited : rest) {
                awaited.look(nowMs - lookedMs, nowMs);
            }
            lookedMs = nowMs;
        }
    }

    /** A worker that has not ended. */
    private final class Awaited {

        private final WorkerThread worker;
        private long waitedMs;
        private boolean busyTold;
        private boolean cutTold;

        private Awaited(WorkerThread worker) {
            this.worker = worker;
        }

        private void look(long sinceLastMs, long nowMs) {
            if (!worker.waitsForBrokers()) {
                tellThatItIsBusy(nowMs);
                return;
            }
            waitedMs += sinceLastMs;
            if (waitedMs < limit.toMillis()) {
                return;
            }
            if (!cutTold) {
                cutTold = true;
                log.warn(
                        "{} has waited for the brokers for {} ms since it was told to end: its last commit is not"
                                + " waited for, and what was processed since the one before will be processed again",
                        worker.name(),
                        waitedMs);
            }
            worker.abandonCommit(); // Again each time, because it may have begun another attempt.
        }

        private void tellThatItIsBusy(long nowMs) {
            if (!busyTold && nowMs - startMs >= limit.toMillis()) {
                busyTold = true;
                log.warn(
                        "{} was told to end {} ms ago and is waited for: it does not wait for the brokers, but is busy",
                        worker.name(),
                        nowMs - startMs);
            }
        }
    }
}
