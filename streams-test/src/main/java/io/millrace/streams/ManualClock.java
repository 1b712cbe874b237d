package io.millrace.streams;

import io.millrace.streams.engine.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told to move. */
final class ManualClock implements Clock {

    private long nowMs;

    ManualClock(Instant start) {
        this.nowMs = start.toEpochMilli();
    }

    void advance(Duration duration) {
        nowMs += duration.toMillis();
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long nanoTime() {
        return Duration.ofMillis(nowMs).toNanos();
    }
}
