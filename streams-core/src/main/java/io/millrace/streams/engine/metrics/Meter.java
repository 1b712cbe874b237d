package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor;

/** Counts events; shown as a rate a second and a total. */
public final class Meter {

    private final Sensor sensor;

    Meter(Sensor sensor) {
        this.sensor = sensor;
    }

    /** Counts this many events at once; call it once a batch, not once a record, where a batch is at hand. */
    public void mark(long events, long nowMs) {
        if (events > 0) {
            sensor.record((double) events, nowMs, false);
        }
    }
}
