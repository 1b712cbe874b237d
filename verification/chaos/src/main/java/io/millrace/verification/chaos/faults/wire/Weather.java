package io.millrace.verification.chaos.faults.wire;

import java.util.concurrent.TimeUnit;

/** What is wrong with a wire now. Any thread may ask, and wait until it is over. */
final class Weather {

    private static final long DELAY_MS = 300;

    private Trouble trouble = Trouble.NONE;

    synchronized void change(Trouble other) {
        trouble = other;
        notifyAll();
    }

    synchronized Trouble trouble() {
        return trouble;
    }

    /** Returns when bytes may go in this direction. */
    synchronized void pass(Direction direction) throws InterruptedException {
        long lateUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DELAY_MS);
        while (trouble.holds(direction) || (trouble == Trouble.DELAY && System.nanoTime() < lateUntilNanos)) {
            if (trouble == Trouble.DELAY) {
                TimeUnit.NANOSECONDS.timedWait(this, lateUntilNanos - System.nanoTime());
            } else {
                wait();
            }
        }
    }
}
