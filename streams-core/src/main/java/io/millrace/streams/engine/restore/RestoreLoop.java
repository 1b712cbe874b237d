package io.millrace.streams.engine.restore;

import io.millrace.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a restore worker does: step after step, until the worker is told to stop. A worker that died of an error or an
 * interrupt is stepped, too, because whoever hands over a task waits for an answer.
 */
public final class RestoreLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RestoreLoop.class);

    private final RestoreWorker worker;

    /** The loop of a worker. */
    public RestoreLoop(RestoreWorker worker) {
        this.worker = worker;
    }

    @Override
    public void run() {
        long waitMs = stepOrDie();
        while (waitMs != RestoreWorker.STOPPED) {
            if (waitMs > 0) {
                await(waitMs);
            }
            waitMs = stepOrDie();
        }
    }

    private long stepOrDie() {
        try {
            return worker.step();
        } catch (Error e) {
            log.error("The restore worker {} died", worker.name(), e);
            return worker.die(new StreamsException("The restore worker " + worker.name() + " died: " + e, e));
        }
    }

    private void await(long waitMs) {
        try {
            worker.await(waitMs);
        } catch (InterruptedException e) { // Nobody but the user's code does that: the thread is the worker's.
            log.error("The restore worker {} was interrupted", worker.name());
            worker.die(new StreamsException("The restore worker " + worker.name() + " was interrupted", e));
        }
    }
}
