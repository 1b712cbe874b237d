package io.millrace.streams.engine.time;

/** The machine's clock. */
public final class SystemClock implements Clock {

    @Override
    public long nowMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
