package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.time.Clock;
import org.apache.kafka.common.utils.Time;

/** The clock that a user handed to the client. */
public record KafkaClock(Time time) implements Clock {

    @Override
    public long nowMs() {
        return time.milliseconds();
    }

    @Override
    public long nanoTime() {
        return time.nanoseconds();
    }
}
