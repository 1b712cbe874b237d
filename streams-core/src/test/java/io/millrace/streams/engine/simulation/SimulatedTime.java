package io.millrace.streams.engine.simulation;

import io.millrace.streams.engine.time.Clock;

/** The true time, which moves only when told to, and the clocks that show it. */
public final class SimulatedTime {

    private static final long START_MS = 1_700_000_000_000L;

    private long elapsedMs;

    public void advance(long ms) {
        elapsedMs += ms;
    }

    public long elapsedMs() {
        return elapsedMs;
    }

    long nowMs() {
        return START_MS + elapsedMs;
    }

    /** The clock of a process, which may be set. */
    public final class ProcessClock implements Clock {

        private long skewMs;

        public void step(long ms) {
            skewMs += ms;
        }

        @Override
        public long nowMs() {
            return START_MS + elapsedMs + skewMs;
        }

        @Override
        public long nanoTime() {
            return elapsedMs * 1_000_000L;
        }
    }
}
