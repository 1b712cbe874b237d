package io.millrace.streams;

import io.millrace.streams.engine.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The driver's clock as Kafka's metrics want it; nobody waits by it. */
record DriverTime(Clock clock) implements Time {

    @Override
    public long milliseconds() {
        return clock.nowMs();
    }

    @Override
    public long nanoseconds() {
        return clock.nanoTime();
    }

    @Override
    public void sleep(long ms) {
        throw new UnsupportedOperationException("The clock of a driver is moved by its test only");
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
        throw new UnsupportedOperationException("The clock of a driver is moved by its test only");
    }
}
