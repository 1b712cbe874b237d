package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.jspecify.annotations.Nullable;

/** Counts events; shown as a rate a second and a total. */
public final class Meter {

    /** Counts nothing. */
    public static final Meter NONE = new Meter(null);

    private final @Nullable Sensor sensor;

    Meter(@Nullable Sensor sensor) {
        this.sensor = sensor;
    }

    /** Adds to a share of the time, in milliseconds. */
    public void add(double amount, long nowMs) {
        if (sensor != null) {
            sensor.record(amount, nowMs, false);
        }
    }

    /** Counts this many events at once; call it once a batch, not once a record, where a batch is at hand. */
    public void mark(long events, long nowMs) {
        if (events > 0 && sensor != null) {
            sensor.record((double) events, nowMs, false);
        }
    }
}
