package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.time.Clock;
import java.time.Duration;

/** A clock that the test moves. */
final class HandClock implements Clock {

    private volatile long nanos = 1_000_000_000L;

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long nowMs() {
        return nanos / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
